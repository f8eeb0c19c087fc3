// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.schema;

import java.io.StringWriter;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.redex.api.Channel;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Schemas as the catalog keeps them:
///
/// ```
/// {"version":1,"kind":"append","extra":false,"columns":[
///   {"name":"id","type":"BIGINT","notNull":true},
///   {"name":"price","type":"DECIMAL","precision":10,"scale":2,"default":"0.00"},
///   {"name":"at","type":"TIMESTAMP","defaultNow":true}]}
/// ```
///
/// `kind` is there so that tables whose rows are updated by later events can be told apart one day. `default` holds the
/// JSON text of the constant. Members that are not known are passed over.
public final class SchemaText {
  private static final int VERSION = 1;
  private static final JsonFactory FACTORY = new JsonFactory();

  private SchemaText() {}

  /// The declared schema of a channel, or null.
  public static @Nullable TableSchema of(Channel channel) {
    return channel.attribute(TableSchema.ATTRIBUTE).map(text -> read(channel.name(), text)).orElse(null);
  }

  public static String write(TableSchema schema) {
    var text = new StringWriter();
    try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeName("version");
      json.writeNumber(VERSION);
      string(json, "kind", "append");
      json.writeName("extra");
      json.writeBoolean(schema.extraAllowed());
      json.writeName("columns");
      json.writeStartArray();
      for (var column : schema.columns()) column(json, column);
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void string(JsonGenerator json, String name, String value) {
    json.writeName(name);
    json.writeString(value);
  }

  private static void column(JsonGenerator json, TableColumn column) {
    json.writeStartObject();
    string(json, "name", column.name());
    string(json, "type", column.type().kind().name());
    if (column.type().precision() > 0) {
      json.writeName("precision");
      json.writeNumber(column.type().precision());
    }
    if (column.type().scale() > 0) {
      json.writeName("scale");
      json.writeNumber(column.type().scale());
    }
    if (column.notNull()) {
      json.writeName("notNull");
      json.writeBoolean(true);
    }
    switch (column.defaultValue()) {
      case null -> {
      }
      case DefaultValue.Constant(String constant) -> string(json, "default", constant);
      case DefaultValue.StatementTime() -> {
        json.writeName("defaultNow");
        json.writeBoolean(true);
      }
    }
    json.writeEndObject();
  }

  private static TableSchema read(String channel, String text) {
    try (var json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      var columns = new ArrayList<TableColumn>();
      boolean extra = false;
      expect(json, JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        var value = json.nextToken();
        switch (name) {
          case "version" -> checkVersion(channel, json.getIntValue());
          case "extra" -> extra = value == JsonToken.VALUE_TRUE;
          case "columns" -> {
            while (json.nextToken() == JsonToken.START_OBJECT) columns.add(column(json));
          }
          default -> json.skipChildren();
        }
      }
      return new TableSchema(columns, extra);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new SqlException.Invalid("XX001", "the schema of " + channel + " in the catalog cannot be read: "
          + e.getMessage(), 0, 0, e);
    }
  }

  private static void checkVersion(String channel, int version) {
    if (version > VERSION)
      throw new SqlException.NotSupported("the schema of " + channel + " has version " + version
          + ", this RedexDB knows up to " + VERSION + "; open the store with the release that wrote it");
  }

  private static void expect(JsonParser json, JsonToken wanted) {
    var found = json.nextToken();
    if (found != wanted) throw new IllegalArgumentException("expected " + wanted + ", found " + found);
  }

  private static TableColumn column(JsonParser json) {
    String name = "";
    String kind = "";
    int precision = 0;
    int scale = 0;
    boolean notNull = false;
    @Nullable
    DefaultValue defaultValue = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String member = json.currentName();
      var value = json.nextToken();
      switch (member) {
        case "name" -> name = json.getString();
        case "type" -> kind = json.getString();
        case "precision" -> precision = json.getIntValue();
        case "scale" -> scale = json.getIntValue();
        case "notNull" -> notNull = value == JsonToken.VALUE_TRUE;
        case "default" -> defaultValue = new DefaultValue.Constant(json.getString());
        case "defaultNow" -> defaultValue = new DefaultValue.StatementTime();
        default -> json.skipChildren();
      }
    }
    return new TableColumn(name, new SqlType(SqlType.Kind.valueOf(kind), precision, scale), notNull, defaultValue);
  }
}
