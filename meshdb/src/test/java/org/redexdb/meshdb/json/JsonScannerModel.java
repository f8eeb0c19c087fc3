// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redexdb.meshdb.plan.PathStep;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The scanner against Jackson's tree, and its two ways against each other.
class JsonScannerModel {
  private static final JsonMapper JACKSON = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final List<List<PathStep>> PATHS = List.of(path("a"), path("temp"), path("loc", "a"),
      path("loc", "b", "c"), path("a", 0), path("a", 2), path("loc"), path("a.b"), path("ключ"),
      path("long key of many bytes"), path("quote\"d"), path("ª"), path("loc", 1, "a"), path("", "b"),
      path("b", "b", "b"));

  static List<PathStep> path(Object... steps) {
    var path = new ArrayList<PathStep>();
    for (Object step : steps)
      path.add(step instanceof String key ? new PathStep.Key(key) : new PathStep.Index((int) step));
    return path;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void bothWaysFindWhatJacksonFinds(long seed) {
    var json = new RandomJson(seed);
    var random = new Random(seed);
    var generic = new JsonScanner(PATHS, false);
    var remembering = new JsonScanner(PATHS);
    List<String> pool = new ArrayList<>();
    int matched = 0;
    int invalid = 0;
    for (int i = 0; i < 20_000; i++) {
      if (pool.isEmpty() || i % 400 == 0) {
        // New shapes now and then, as when producers change; within a stretch they repeat.
        pool.clear();
        for (int k = 0; k < 3; k++) pool.add(json.object(4));
      }
      String text = json.changed(pool.get(random.nextInt(pool.size())));
      byte[] event = random.nextInt(40) == 0 ? json.broken(text) : text.getBytes(StandardCharsets.UTF_8);
      int from = random.nextInt(20);
      byte[] block = padded(random, event, from, random.nextInt(4) == 0 ? 0 : random.nextInt(30));
      boolean valid = generic.scan(block, from, from + event.length);
      assertThat(remembering.scan(block, from, from + event.length)).isEqualTo(valid);
      if (remembering.shape() != null) matched++;
      if (!valid) invalid++;
      @Nullable
      JsonNode tree = parse(event);
      assertThat(valid).as("valid: %s", new String(event, StandardCharsets.UTF_8)).isEqualTo(tree != null);
      for (int slot = 0; slot < PATHS.size(); slot++) {
        assertThat(remembering.kind(slot)).isEqualTo(generic.kind(slot));
        if (generic.kind(slot) != JsonKind.MISSING) {
          assertThat(remembering.start(slot)).isEqualTo(generic.start(slot));
          assertThat(remembering.end(slot)).isEqualTo(generic.end(slot));
        }
        check(generic, slot, block, tree == null ? null : walk(tree, PATHS.get(slot)), text);
      }
    }
    assertThat(matched).isGreaterThan(1_000);
    assertThat(invalid).isGreaterThan(200);
  }

  private static byte[] padded(Random random, byte[] event, int from, int after) {
    byte[] block = new byte[from + event.length + after];
    // What surrounds an event must not matter, above all not if it would go on nicely.
    for (int i = 0; i < block.length; i++) block[i] = (byte) "123456789\"}] ,".charAt(random.nextInt(14));
    System.arraycopy(event, 0, block, from, event.length);
    return block;
  }

  private static void check(JsonScanner scanner, int slot, byte[] block, @Nullable JsonNode node,
      String text) {
    byte kind = scanner.kind(slot);
    int start = scanner.start(slot);
    int end = scanner.end(slot);
    if (node == null) {
      assertThat(kind).as("%s in %s", PATHS.get(slot), text).isEqualTo(JsonKind.MISSING);
      return;
    }
    switch (node.getNodeType()) {
      case NULL -> assertThat(kind).isEqualTo(JsonKind.NULL);
      case BOOLEAN -> assertThat(kind).isEqualTo(node.booleanValue() ? JsonKind.TRUE : JsonKind.FALSE);
      case STRING -> assertThat(JsonStrings.text(kind, block, start, end)).isEqualTo(wellFormed(node.stringValue()));
      case NUMBER -> {
        assertThat(JsonKind.isNumber(kind)).isTrue();
        assertThat(JsonNumbers.doubleValue(block, start, end))
            .isEqualTo(Double.parseDouble(JsonNumbers.text(block, start, end)));
        if (kind == JsonKind.INTEGER)
          assertThat(JsonNumbers.longValue(block, start, end)).isEqualTo(node.bigIntegerValue().longValueExact());
      }
      case OBJECT, ARRAY -> {
        assertThat(kind).isEqualTo(node.isObject() ? JsonKind.OBJECT : JsonKind.ARRAY);
        assertThat(JACKSON.readTree(block, start, end - start)).isEqualTo(node);
      }
      default -> throw new AssertionError(node.getNodeType());
    }
  }

  private static @Nullable JsonNode walk(JsonNode root, List<PathStep> path) {
    @Nullable
    JsonNode node = root;
    for (PathStep step : path) {
      if (node == null) return null;
      node = switch (step) {
        case PathStep.Key(String name) -> node.isObject() ? node.get(name) : null;
        case PathStep.Index(int index) -> node.isArray() ? node.get(index) : null;
      };
    }
    return node;
  }

  /// Jackson takes some malformed UTF-8; the JDK's strict decoder decides here.
  private static @Nullable JsonNode parse(byte[] event) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(event));
      JsonNode tree = JACKSON.readTree(event);
      return tree.isMissingNode() ? null : tree;
    } catch (JacksonException | CharacterCodingException e) {
      return null;
    }
  }

  /// Half surrogate pairs as U+FFFD.
  private static String wellFormed(String text) {
    var result = new StringBuilder();
    text.codePoints().forEach(c -> result.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
    return result.toString();
  }

  @Test
  void everyPrefixOfAValidTextIsInvalidAndNothingBehindTheEndIsRead() {
    byte[] text = "{\"temp\": 20.5, \"a\": [1, {\"b\": \"x\\u00e9\"}], \"n\": -1.5e10, \"t\": true}"
        .getBytes(StandardCharsets.UTF_8);
    var scanner = new JsonScanner(List.of(path("temp")));
    assertThat(scanner.scan(text, 0, text.length)).isTrue();
    for (int end = 0; end < text.length; end++) {
      assertThat(scanner.scan(text, 0, end)).as("prefix of %d", end).isFalse();
      assertThat(scanner.scan(Arrays.copyOf(text, end), 0, end)).as("array of %d", end).isFalse();
      assertThat(scanner.kind(0)).isEqualTo(JsonKind.MISSING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "}", "{}x", "{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\":}", "{a:1}", "{'a':1}",
      "[1,]", "[,]", "[1 2]", "01", "-", "+1", ".5", "1.", "1e", "1e+", "1.e3", "0x1", "NaN", "Infinity", "nul",
      "nulll",
      "True", "\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"a\nb\"", "\"a\u0000b\"", "{\"a\":1 \"b\":2}", "[1}",
      "{\"a\":1]",
      "// c\n1", "{\"a\":tru}", "1 2", "\uFEFF{}"})
  void textsOutsideTheGrammarAreInvalid(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(new JsonScanner(List.of()).scan(bytes, 0, bytes.length)).isFalse();
  }

  @Test
  void malformedUtf8IsInvalidExactlyWhereTheStrictDecoderSaysSo() {
    var scanner = new JsonScanner(List.of(), false);
    var random = new Random(7);
    int malformed = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] text = new byte[2 + 1 + random.nextInt(5)];
      for (int k = 1; k < text.length - 1; k++)
        text[k] = (byte) (random.nextInt(4) == 0 ? 'x' : 0x80 + random.nextInt(0x80));
      if (random.nextBoolean()) text[1] = (byte) (0xE0 + random.nextInt(0x16));
      text[0] = text[text.length - 1] = '"';
      boolean wellFormed;
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
        wellFormed = true;
      } catch (CharacterCodingException e) {
        wellFormed = false;
        malformed++;
      }
      assertThat(scanner.scan(text, 0, text.length)).as(Arrays.toString(text)).isEqualTo(wellFormed);
    }
    assertThat(malformed).isBetween(1_000, 199_000);
  }

  @Test
  void nestingIsAllowedUpToTheLimitAndInvalidBeyond() {
    var scanner = new JsonScanner(List.of());
    for (String open : List.of("[", "{\"a\":")) {
      String close = open.equals("[") ? "]" : "}";
      for (int depth : new int[]{JsonScanner.DEPTH_MAX - 1, JsonScanner.DEPTH_MAX, JsonScanner.DEPTH_MAX + 1}) {
        byte[] text = (open.repeat(depth) + "1" + close.repeat(depth)).getBytes(StandardCharsets.UTF_8);
        assertThat(scanner.scan(text, 0, text.length)).isEqualTo(depth <= JsonScanner.DEPTH_MAX);
      }
    }
  }

  @Test
  void theLastOfEqualKeysWinsAtEveryLevel() {
    var scanner = new JsonScanner(List.of(path("a", "b"), path("c")));
    byte[] text = "{\"a\":{\"b\":1},\"c\":1,\"a\":{\"x\":2},\"c\":\"last\"}".getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 3; round++) {
      assertThat(scanner.scan(text, 0, text.length)).isTrue();
      assertThat(scanner.kind(0)).isEqualTo(JsonKind.MISSING);
      assertThat(JsonStrings.text(scanner.kind(1), text, scanner.start(1), scanner.end(1))).isEqualTo("last");
    }
  }

  @Test
  void shapesThatChangeAllTheTimeAreGivenUpAndTriedAgain() {
    var scanner = new JsonScanner(List.of(path("a")));
    int withShape = 0;
    for (int i = 0; i < 12_000; i++) {
      byte[] text = ("{\"k" + i + "\":1,\"a\":" + i + "}").getBytes(StandardCharsets.UTF_8);
      assertThat(scanner.scan(text, 0, text.length)).isTrue();
      assertThat(JsonNumbers.longValue(text, scanner.start(0), scanner.end(0))).isEqualTo(i);
      if (scanner.shape() != null) withShape++;
    }
    assertThat(withShape).isBetween(52, 600);
  }
}
