// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.schema.DefaultValue;
import org.redexdb.meshdb.schema.TableColumn;
import org.redexdb.meshdb.schema.TableSchema;
import org.redexdb.meshdb.value.Casts;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.StrictText;
import org.redexdb.storage.api.PayloadCodec;

/// Makes events of rows: a JSON object with the fields in the order of the columns, then the defaults of declared columns
/// that were left out.
final class EventBuilder {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Channel channel;
  private final @Nullable TableSchema schema;
  private final List<InsertTarget> targets;
  private final EventIds ids;
  private final Instant now;
  private final ZoneId zone;

  EventBuilder(Channel channel, @Nullable TableSchema schema, List<InsertTarget> targets, EventIds ids, Instant now,
      ZoneId zone) {
    this.channel = channel;
    this.schema = schema;
    this.targets = targets;
    this.ids = ids;
    this.now = now;
    this.zone = zone;
  }

  /// A value that means DEFAULT.
  static final Object DEFAULT = new Object();

  /// @param row one for each target
  Event event(List<@Nullable Object> row) {
    var facts = new Facts();
    var json = new StringBuilder("{");
    for (int i = 0; i < targets.size(); i++) {
      var value = row.get(i);
      switch (targets.get(i)) {
        case InsertTarget.Field field -> field(json, field, value);
        case InsertTarget.Fact fact -> facts.set(fact.kind(), value);
      }
    }
    if (facts.payload == null) {
      leftOut(json);
      facts.payload = StrictText.utf8("payload", json.append('}').toString());
    }
    return facts.event();
  }

  private void field(StringBuilder json, InsertTarget.Field field, @Nullable Object value) {
    var declared = field.declared();
    if (isDefault(value)) {
      if (declared != null) defaultOf(json, declared);
      return;
    }
    if (value == null) {
      if (declared != null && declared.notNull())
        throw new SqlException.Data("23502", "NULL in column " + field.name() + ", which is NOT NULL");
      name(json, field.name());
      JsonWriter.value(json, null);
      return;
    }
    name(json, field.name());
    JsonWriter.value(json, declared == null
        ? value
        : ColumnValues.convert(value, field.name(), declared.type(), zone));
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean isDefault(@Nullable Object value) { return value == DEFAULT; }

  private static void name(StringBuilder json, String name) {
    if (json.length() > 1) json.append(',');
    JsonWriter.text(json, name);
    json.append(':');
  }

  private void leftOut(StringBuilder json) {
    if (schema == null) return;
    for (var column : schema.columns()) {
      if (targets.stream().noneMatch(target -> target instanceof InsertTarget.Field field
          && field.name().equals(column.name())))
        defaultOf(json, column);
    }
  }

  private void defaultOf(StringBuilder json, TableColumn column) {
    switch (column.defaultValue()) {
      case DefaultValue.Constant(String constant) -> {
        name(json, column.name());
        json.append(constant);
      }
      case DefaultValue.StatementTime() -> {
        name(json, column.name());
        JsonWriter.value(json, now);
      }
      case null -> {
        if (column.notNull())
          throw new SqlException.Data("23502", "column " + column.name()
              + " is NOT NULL and has no DEFAULT; give it a value");
      }
    }
  }

  /// What the row says beside its fields.
  private final class Facts {
    private byte @Nullable [] payload;
    private @Nullable UUID id;
    private @Nullable String type;
    private @Nullable String key;
    private @Nullable Instant time;

    void set(InsertTarget.Fact.Kind kind, @Nullable Object value) {
      if (value == null || isDefault(value)) {
        if (kind == InsertTarget.Fact.Kind.PAYLOAD)
          throw new SqlException.Data("23502", "the payload cannot be NULL");
        return;
      }
      switch (kind) {
        case ID -> id = (UUID) Casts.cast(value, SqlType.UUID, zone);
        case TYPE -> type = (String) Casts.cast(value, SqlType.VARCHAR, zone);
        case KEY -> key = (String) Casts.cast(value, SqlType.VARCHAR, zone);
        case TIME -> time = (Instant) Casts.cast(value, SqlType.TIMESTAMP, zone);
        case PAYLOAD -> payload = payload(value);
      }
    }

    private byte[] payload(Object value) {
      if (value instanceof byte[] bytes) return bytes;
      String text = value instanceof Json json ? json.text() : (String) Casts.cast(value, SqlType.VARCHAR, zone);
      byte[] bytes = StrictText.utf8("payload", text);
      if (channel.options().codec() == PayloadCodec.JSON) JsonSyntax.check(channel.name(), bytes);
      return bytes;
    }

    Event event() {
      var event = Event.of(payload == null ? new byte[0] : payload).withId(id == null ? ids.next() : id);
      if (type != null) event = event.withType(type);
      if (key != null) event = event.withKey(key);
      return time == null
          ? event
          : event.withEventTimeNanos(
              Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS_PER_SECOND), time.getNano()));
    }
  }
}
