// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redexdb.meshdb.json.RandomJson;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The incremental pass against a naive one over Jackson's trees.
class KnownFieldsModel {
  private static final JsonMapper JACKSON = JsonMapper.builder()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
  void knownFieldsAreThoseOfTheTrees(long seed) {
    var json = new RandomJson(seed);
    var random = new Random(seed);
    var channel = new FakeChannel();
    var known = new KnownFields(channel, false);
    Map<List<String>, TreeSet<String>> model = new LinkedHashMap<>();
    List<String> pool = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      if (i % 200 == 0) {
        pool.clear();
        for (int k = 0; k < 3; k++) pool.add(json.object(2));
      }
      String text = json.changed(pool.get(random.nextInt(3)));
      channel.add(text);
      observe(JACKSON.readTree(text), List.of(), model);
      if (random.nextInt(500) == 0) check(known.upTo(channel.nextSeq(), () -> {}), model);
    }
    check(known.upTo(channel.nextSeq(), () -> {}), model);
    assertThat(model.size()).isGreaterThan(10);
  }

  private static void check(FieldView view, Map<List<String>, TreeSet<String>> model) {
    Map<List<String>, String> expected = new LinkedHashMap<>();
    model.forEach((path, types) -> expected.put(path, type(types)));
    Map<List<String>, String> found = new LinkedHashMap<>();
    view.fields().forEach(field -> found.put(field.path(), field.type().kind().name()));
    assertThat(found).isEqualTo(expected);
    assertThat(view.incomplete()).isFalse();
  }

  private static void observe(JsonNode object, List<String> path, Map<List<String>, TreeSet<String>> model) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      var below = new ArrayList<>(path);
      // Half a surrogate pair cannot be part of UTF-8.
      below.add(member.getKey());
      TreeSet<String> types = model.computeIfAbsent(List.copyOf(below), _ -> new TreeSet<>());
      JsonNode value = member.getValue();
      if (value.isBoolean()) types.add("BOOLEAN");
      if (value.isString()) types.add("VARCHAR");
      if (value.isContainer()) types.add("JSON");
      if (value.isNumber()) types.add(number(value));
      if (value.isObject()) observe(value, below, model);
    }
  }

  private static String number(JsonNode value) {
    if (value.isIntegralNumber()) {
      if (value.bigIntegerValue().bitLength() < 64) return "BIGINT";
      return value.bigIntegerValue().abs().toString().length() <= 38 ? "DECIMAL" : "DOUBLE";
    }
    return Double.isInfinite(value.decimalValue().doubleValue()) ? "VARCHAR" : "DOUBLE";
  }

  private static String type(TreeSet<String> types) {
    if (types.isEmpty()) return "ANY";
    if (types.size() == 1) return types.first();
    for (String number : List.of("DOUBLE", "DECIMAL"))
      if (types.contains(number) && List.of("BIGINT", "DECIMAL", "DOUBLE").containsAll(types)) return number;
    return "VARCHAR";
  }
}
