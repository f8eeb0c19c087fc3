// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.catalog;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.LogUse;
import org.redexdb.redex.entry.JsonSyntax;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.MemberId;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Retention;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// [CatalogEvent] to JSON and back. Unknown members are passed over, so that a later version may add some.
final class CatalogJson {
  /// Event, list of channels, channel and list of attributes stand around an attribute.
  private static final JsonFactory FACTORY = JsonSyntax.factory(8);

  private CatalogJson() {}

  static byte[] write(CatalogEvent event) {
    var out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      switch (event) {
        case CatalogEvent.Created(ChannelRecord channel) -> channel(json, channel);
        case CatalogEvent.Dropped(UUID channel, long logId) -> {
          json.writeStringProperty("channel", channel.toString());
          log(json, logId);
        }
        case CatalogEvent.AttributeSet(UUID channel, String name, String value) -> {
          json.writeStringProperty("channel", channel.toString());
          json.writeStringProperty("name", name);
          json.writeName("value");
          json.writeRawValue(value);
        }
        case CatalogEvent.Snapshot(List<ChannelRecord> channels, List<Long> droppedLogs) -> {
          json.writeArrayPropertyStart("channels");
          for (var channel : channels) {
            json.writeStartObject();
            channel(json, channel);
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeArrayPropertyStart("dropped_logs");
          for (long logId : droppedLogs) json.writeNumber(logId);
          json.writeEndArray();
        }
      }
      json.writeEndObject();
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// What each segment of a channel says of it, besides name and size: enough to find the channel again without the catalog.
  static String note(UUID uuid, ChannelOptions options) {
    var out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("channel", uuid.toString());
      json.writeObjectPropertyStart("options");
      json.writeStringProperty("codec", lower(options.codec()));
      json.writeStringProperty("ack", lower(options.ack()));
      if (options.log() == LogUse.SHARED) json.writeStringProperty("log", lower(LogUse.SHARED));
      retention(json, options.retention());
      json.writeEndObject();
      json.writeEndObject();
    }
    return out.toString();
  }

  /// The channel that a note speaks of.
  ///
  /// @throws IllegalArgumentException it is none
  static ChannelRecord channelOfNote(String note, String name, long logId, long segmentBytes) {
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), note)) {
      json.nextToken();
      var fields = new Fields();
      fields.read(json);
      ChannelOptions options = fields.options.log() == LogUse.SHARED
          ? fields.options
          : fields.options.withSegmentBytes(segmentBytes);
      return new ChannelRecord(fields.channel(), name, logId, options, Map.of());
    } catch (JacksonException | DateTimeParseException e) {
      throw new IllegalArgumentException("note of log " + logId + ": " + e.getMessage(), e);
    }
  }

  private static void channel(JsonGenerator json, ChannelRecord channel) {
    json.writeStringProperty("channel", channel.uuid().toString());
    json.writeStringProperty("name", channel.name());
    log(json, channel.logId());
    json.writeObjectPropertyStart("options");
    json.writeStringProperty("codec", lower(channel.options().codec()));
    json.writeStringProperty("ack", lower(channel.options().ack()));
    if (channel.options().log() == LogUse.SHARED) json.writeStringProperty("log", lower(LogUse.SHARED));
    else
      json.writeNumberProperty("segment_bytes", channel.options().segmentBytes());
    retention(json, channel.options().retention());
    json.writeEndObject();
    json.writeObjectPropertyStart("attributes");
    // Sorted, so that equal states have equal bytes.
    new TreeMap<>(channel.attributes()).forEach((name, value) -> {
      json.writeName(name);
      json.writeRawValue(value);
    });
    json.writeEndObject();
  }

  /// A log with files of its own has no ordinal.
  private static void log(JsonGenerator json, long logId) {
    json.writeNumberProperty("log", MemberId.logId(logId));
    if (MemberId.ordinal(logId) != 0) json.writeNumberProperty("ordinal", MemberId.ordinal(logId));
  }

  /// Limits only; what is not there has none, as in all records of before there were any.
  private static void retention(JsonGenerator json, Retention limits) {
    if (limits.maxEvents() > 0) json.writeNumberProperty("retention_max_events", limits.maxEvents());
    if (limits.maxBytes() > 0) json.writeNumberProperty("retention_max_bytes", limits.maxBytes());
    if (!limits.maxAge().isZero()) json.writeStringProperty("retention_max_age", limits.maxAge().toString());
  }

  /// @return null for an event type of a later version that may be passed over
  static @Nullable CatalogEvent read(long seq, @Nullable String type, byte[] payload) {
    if (type == null) throw damaged(seq, "an event type", "none", null);
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), payload)) {
      json.nextToken();
      var fields = new Fields();
      fields.read(json);
      return switch (type) {
        case CatalogEvent.Created.TYPE -> new CatalogEvent.Created(fields.record());
        case CatalogEvent.Dropped.TYPE -> new CatalogEvent.Dropped(fields.channel(), fields.logId());
        case CatalogEvent.AttributeSet.TYPE -> new CatalogEvent.AttributeSet(fields.channel(), fields.name(),
            fields.value == null ? "null" : fields.value);
        case CatalogEvent.Snapshot.TYPE -> new CatalogEvent.Snapshot(fields.channels, fields.droppedLogs);
        default -> null;
      };
    } catch (JacksonException | IllegalArgumentException | DateTimeParseException e) {
      throw damaged(seq, "a catalog event " + type, "what cannot be read", e);
    }
  }

  /// Members of any catalog event, while one is read.
  private static final class Fields {
    private @Nullable UUID channel;
    private @Nullable String name;
    private long logId = -1;
    private int ordinal;
    private ChannelOptions options = ChannelOptions.DEFAULTS;
    private final Map<String, String> attributes = new HashMap<>();
    private @Nullable String value;
    private final List<ChannelRecord> channels = new ArrayList<>();
    private final List<Long> droppedLogs = new ArrayList<>();

    UUID channel() {
      if (channel == null) throw new IllegalArgumentException("no channel");
      return channel;
    }

    String name() {
      if (name == null) throw new IllegalArgumentException("no name");
      return name;
    }

    long logId() { return ordinal == 0 ? logId : MemberId.of(logId, ordinal); }

    ChannelRecord record() {
      if (logId < 0) throw new IllegalArgumentException("no log");
      return new ChannelRecord(channel(), name(), logId(), options, attributes);
    }

    /// From the start of an object to its end.
    void read(JsonParser json) {
      if (json.currentToken() != JsonToken.START_OBJECT) throw new IllegalArgumentException("no object");
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String member = json.currentName();
        json.nextToken();
        switch (member) {
          case "channel" -> channel = UUID.fromString(json.getString());
          case "name" -> name = json.getString();
          case "log" -> logId = json.getLongValue();
          case "ordinal" -> ordinal = json.getIntValue();
          case "options" -> options(json);
          case "attributes" -> attributes(json);
          case "value" -> value = raw(json);
          case "channels" -> {
            while (json.nextToken() != JsonToken.END_ARRAY) {
              var inner = new Fields();
              inner.read(json);
              channels.add(inner.record());
            }
          }
          case "dropped_logs" -> {
            while (json.nextToken() != JsonToken.END_ARRAY) droppedLogs.add(json.getLongValue());
          }
          default -> json.skipChildren();
        }
      }
    }

    private void options(JsonParser json) {
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String option = json.currentName();
        json.nextToken();
        switch (option) {
          case "codec" -> options = options.withCodec(PayloadCodec.valueOf(json.getString().toUpperCase(Locale.ROOT)));
          case "ack" -> options = options.withAck(Level.valueOf(json.getString().toUpperCase(Locale.ROOT)));
          case "log" -> options = options.withLog(LogUse.valueOf(json.getString().toUpperCase(Locale.ROOT)));
          case "segment_bytes" -> options = options.withSegmentBytes(json.getLongValue());
          case "retention_max_events" -> retain(options.retention().withMaxEvents(json.getLongValue()));
          case "retention_max_bytes" -> retain(options.retention().withMaxBytes(json.getLongValue()));
          case "retention_max_age" -> retain(options.retention().withMaxAge(Duration.parse(json.getString())));
          default -> json.skipChildren();
        }
      }
    }

    private void retain(Retention limits) { options = options.withRetention(limits); }

    private void attributes(JsonParser json) {
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String attribute = json.currentName();
        json.nextToken();
        attributes.put(attribute, raw(json));
      }
    }

    private static String raw(JsonParser json) {
      var out = new StringWriter();
      try (JsonGenerator copy = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
        copy.copyCurrentStructure(json);
      }
      return out.toString();
    }
  }

  private static String lower(Enum<?> constant) { return constant.name().toLowerCase(Locale.ROOT); }

  private static StorageException damaged(long seq, String expected, String found, @Nullable Throwable cause) {
    var damaged = new StorageException.Corrupt(Where.seq(Catalog.LOG_NAME, seq), expected, found);
    if (cause != null) damaged.addSuppressed(cause);
    return damaged;
  }
}
