// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.PayloadCheck;
import org.redexdb.storage.api.Limits;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Holds every payload against a declared schema. A key that comes twice counts with its last value, as it does for
/// readers.
///
/// Thread-safe.
final class SchemaCheck implements PayloadCheck {
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(Limits.JSON_DEPTH_MAX)
          .maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).maxNameLength(Integer.MAX_VALUE)
          .build())
      .build();
  private static final ColumnCheck.Wrong MISSING = new ColumnCheck.Wrong("23502", "");

  private final String channel;
  private final TableSchema schema;
  private final Map<String, Integer> places = new HashMap<>();

  SchemaCheck(String channel, TableSchema schema) {
    this.channel = channel;
    this.schema = schema;
    for (int i = 0; i < schema.columns().size(); i++) places.put(schema.columns().get(i).name(), i);
  }

  @Override
  public void check(byte[] bytes, int offset, int length) {
    try (var json = FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT)
        throw refused("22018", "the payload of a table is a JSON object");
      var wrong = members(json);
      if (json.nextToken() != null) throw refused("22018", "there is something behind the JSON object");
      for (int i = 0; i < wrong.size(); i++) report(schema.columns().get(i), wrong.get(i));
    } catch (JacksonException e) {
      throw refused("22018", "the payload is no valid JSON: " + e.getOriginalMessage());
    }
  }

  /// What is wrong with each column; null where nothing is.
  private List<ColumnCheck.@Nullable Wrong> members(JsonParser json) {
    var wrong = new ArrayList<ColumnCheck.@Nullable Wrong>();
    for (var column : schema.columns()) wrong.add(column.notNull() ? MISSING : null);
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      Integer place = places.get(name);
      if (place != null) wrong.set(place, ColumnCheck.check(schema.columns().get(place), json));
      else if (schema.extraAllowed()) json.skipChildren();
      else
        throw refused("42703", "no column \"" + name + "\" in table " + channel
            + "; declare it, or create the table WITH (extra = 'allow')");
    }
    return wrong;
  }

  @SuppressWarnings("ReferenceEquality")
  private void report(TableColumn column, ColumnCheck.@Nullable Wrong wrong) {
    if (wrong == null) return;
    if (wrong == MISSING) throw refused("23502", "column " + column.name() + " is missing, and it is NOT NULL");
    throw refused(wrong.sqlState(), wrong.why());
  }

  private ChannelException.InvalidPayload refused(String sqlState, String why) {
    return new ChannelException.InvalidPayload(channel, sqlState, why);
  }
}
