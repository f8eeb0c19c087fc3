// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.json.RandomJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON in hand against Jackson's tree.
class JsonValuesModel {
  private static final int TEXTS = 20_000;
  private static final JsonMapper JACKSON = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .build();

  private static @Nullable JsonNode tree(String text) {
    try {
      JsonNode tree = JACKSON.readTree(text);
      return tree.isMissingNode() ? null : tree;
    } catch (JacksonException _) {
      return null;
    }
  }

  private static void same(@Nullable Object value, @Nullable JsonNode expected, String text) {
    switch (value) {
      case null -> assertThat(expected == null || expected.isNull()).as(text).isTrue();
      case Json(String json) -> assertThat(tree(json)).as(text).isEqualTo(expected);
      case Boolean flag -> assertThat(expected).as(text).isEqualTo(JACKSON.valueToTree(flag));
      // A number beyond DOUBLE stays the text it is.
      case String string when expected != null && expected.isNumber() ->
        assertThat(new BigDecimal(string)).as(text).isEqualByComparingTo(expected.decimalValue());
      case String string -> assertThat(expected).as(text).isEqualTo(JACKSON.valueToTree(string));
      case Double number when expected != null -> assertThat(number).as(text).isEqualTo(expected.decimalValue()
          .doubleValue());
      default -> assertThat(new BigDecimal(value.toString())).as(text)
          .isEqualByComparingTo(expected == null ? null : expected.decimalValue());
    }
  }

  @Test
  void valuesMembersAndElementsAreThoseOfJackson() {
    int valid = 0;
    for (long seed = 0; seed < TEXTS; seed++) {
      var json = new RandomJson(seed);
      String text = json.object(3);
      int colon = text.indexOf(':');
      // Any value, not only objects.
      if (seed % 3 == 0 && colon > 0) text = text.substring(colon + 1, Math.max(colon + 1, text.lastIndexOf('}')));
      if (seed % 5 == 0) text = new String(json.broken(text), StandardCharsets.UTF_8);
      // Half a surrogate pair becomes U+FFFD here and stays half there.
      if (text.matches("(?s).*\\\\u[dD][89a-fA-F].*")) continue;
      JsonNode tree = tree(text);
      assertThat(JsonValues.isValid(text)).as(text).isEqualTo(tree != null);
      same(JsonValues.value(text), tree, text);
      assertThat(JsonValues.arrayLength(text)).as(text).isEqualTo(tree != null && tree.isArray() ? tree.size() : -1);
      if (tree == null) continue;
      valid++;
      int index = new Random(seed).nextInt(4) - 1;
      same(JsonValues.element(text, index), tree.isArray() && index >= 0 ? tree.get(index) : null, text);
      for (String key : new String[]{"a", "b", "", "temp", "ключ"})
        same(JsonValues.member(text, key), tree.isObject() ? tree.get(key) : null, text);
    }
    assertThat(valid).isGreaterThan(TEXTS / 3);
  }
}
