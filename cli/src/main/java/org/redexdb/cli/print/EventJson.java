// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.print;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.storage.api.PayloadCodec;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// An event as one line of JSON: the payload alone, or in an envelope with everything that is stored beside it.
public final class EventJson {
  private static final JsonFactory JSON = JsonFactory.builder().build();
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private EventJson() {}

  /// The payload on one line: a line end in valid JSON can only stand between tokens, where a blank means the same.
  public static byte[] payloadLine(StoredEvent event) {
    var line = event.payload().clone();
    for (int i = 0; i < line.length; i++) {
      if (line[i] == '\n' || line[i] == '\r') line[i] = ' ';
    }
    return line;
  }

  /// Whether the payload can be written as JSON as it is.
  public static boolean isJson(StoredEvent event) {
    return event.codec() == PayloadCodec.JSON && valid(event.payload());
  }

  private static boolean valid(byte[] payload) {
    try (var parser = JSON.createParser(ObjectReadContext.empty(), payload, 0, payload.length)) {
      if (parser.nextToken() == null) return false;
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JacksonException _) {
      return false;
    }
  }

  /// `{"seq":…,"ts":…,"event_time":…,"type":…,"key":…,"id":…,"headers":{…},"payload":…}`; what an event does not have is
  /// left out; a tombstone has `"tombstone":true` in place of a payload. Text is in `payload_text`, bytes (and what claims to
  /// be JSON but is not) in `payload_base64`.
  public static byte[] envelope(StoredEvent stored) {
    var bytes = new ByteArrayOutputStream(stored.payload().length + 256);
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      var event = stored.event();
      json.writeStartObject();
      json.writeNumberProperty("seq", stored.seq());
      json.writeStringProperty("ts", time(stored.ts()));
      event.eventTimeNanos().ifPresent(nanos -> json.writeStringProperty("event_time", time(nanos)));
      if (event.type() != null) json.writeStringProperty("type", event.type());
      if (event.key() != null) json.writeStringProperty("key", event.key());
      if (event.id() != null) json.writeStringProperty("id", event.id().toString());
      if (!event.headers().isEmpty()) headers(json, stored);
      if (stored.isTombstone()) json.writeBooleanProperty("tombstone", true);
      else
        payload(json, stored);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void headers(JsonGenerator json, StoredEvent stored) {
    json.writeName("headers");
    json.writeStartObject();
    stored.event().headers().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(
        header -> json.writeStringProperty(header.getKey(), header.getValue()));
    json.writeEndObject();
  }

  private static void payload(JsonGenerator json, StoredEvent stored) {
    if (isJson(stored)) {
      json.writeName("payload");
      json.writeRawValue(new String(payloadLine(stored), StandardCharsets.UTF_8));
    } else if (stored.codec() == PayloadCodec.TEXT) {
      json.writeStringProperty("payload_text", stored.text());
    } else {
      json.writeStringProperty("payload_base64", Base64.getEncoder().encodeToString(stored.payload()));
    }
  }

  static String time(long nanos) {
    return ValueText.of(Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND),
        Math.floorMod(nanos, NANOS_PER_SECOND)));
  }
}
