// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReadersTest {

  @Test
  void aLineIsStoredAsItIsWithoutItsEnd() throws IOException {
    assertThat(
        Reading.shown("{ \"a\" : 1.0 , \"a\":2}  \r\n\n  \r\n\t{\"b.c-d\":\"é\"}\n[1]\n\"x\"", SourceFormat.JSONL))
        .containsExactly("1 { \"a\" : 1.0 , \"a\":2}  ", "4 \t{\"b.c-d\":\"é\"}", "5 [1]", "6 \"x\"");
  }

  @Test
  void aBadLineIsNamedAndTheNextOneRead() throws IOException {
    assertThat(Reading.shown(
        "{\"a\":1}\n{\"a\":}\n{\"a\":2}\n{'a':1}\n{\"a\":1}{\"a\":2}\n{\"a\":01}\nNaN\n{\"a\":1,}\n{\"a\":3}\n",
        SourceFormat.JSONL)).satisfiesExactly(l -> assertThat(l).isEqualTo("1 {\"a\":1}"),
            l -> assertThat(l).startsWith("2 BAD not JSON: ").contains("(column "),
            l -> assertThat(l).isEqualTo("3 {\"a\":2}"), l -> assertThat(l).startsWith("4 BAD not JSON: "),
            l -> assertThat(l).startsWith("5 BAD more than one JSON value"),
            l -> assertThat(l).startsWith("6 BAD not JSON: "), l -> assertThat(l).startsWith("7 BAD not JSON: "),
            l -> assertThat(l).startsWith("8 BAD not JSON: "), l -> assertThat(l).isEqualTo("9 {\"a\":3}"));
  }

  @Test
  void aTornUtf8SequenceIsABadLine() throws IOException {
    var bytes = "{\"a\":\"é\"}\n{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    bytes[7] = '"';
    var items = Reading.all(bytes, "x.jsonl", Source.Options.DEFAULTS);
    assertThat(Reading.show(items.get(0))).startsWith("1 BAD not UTF-8");
    assertThat(Reading.show(items.get(1))).isEqualTo("2 {\"a\":1}");
  }

  @Test
  void aByteOrderMarkIsNotPartOfTheFirstLine() throws IOException {
    assertThat(Reading.shown("\ufeff{\"a\":1}\n", SourceFormat.JSONL)).containsExactly("1 {\"a\":1}");
  }

  @Test
  void utf16IsNamedAsSuch() {
    assertThatThrownBy(
        () -> Reading.all("{\"a\":1}".getBytes(StandardCharsets.UTF_16), "x.jsonl", Source.Options.DEFAULTS))
        .isInstanceOf(IngestException.class).hasMessageContaining("UTF-16");
  }

  @Test
  void elementsOfAnArrayAreStoredAsTheirExactSlices() throws IOException {
    assertThat(Reading.shown("""
         [ {"a": "],}\\\\\\"" , "b":[1,{"c":2}]},
          { "x"
            : 1 } ,3, "t,]" , [ ],null
         ]
        """, SourceFormat.JSON)).containsExactly("1 {\"a\": \"],}\\\\\\\"\" , \"b\":[1,{\"c\":2}]}",
        "2 { \"x\"\n    : 1 }",
        "3 3", "3 \"t,]\"", "3 [ ]", "3 null");
  }

  @Test
  void anEmptyArrayHasNoEvents() throws IOException {
    assertThat(Reading.shown("[ ]\n", SourceFormat.JSON)).isEmpty();
  }

  @Test
  void aWrongElementDoesNotHideTheNext() throws IOException {
    assertThat(Reading.shown("[{\"a\":1},\n{\"a\":tru},\n,{\"a\":2},\n]", SourceFormat.JSON)).satisfiesExactly(
        e -> assertThat(e).isEqualTo("1 {\"a\":1}"), e -> assertThat(e).startsWith("2 BAD not JSON"),
        e -> assertThat(e).isEqualTo("3 BAD not JSON: no value before the comma"),
        e -> assertThat(e).isEqualTo("3 {\"a\":2}"),
        e -> assertThat(e).isEqualTo("4 BAD not JSON: no value before the ]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void aWrongElementIsNamedWithItsLineAndColumnInTheFile(String end) throws IOException {
    var text = String.join(end, "[", "  {\"a\":1},", "  {\"a\":tru}, {\"a\" 3},", "  {\"a\":", "   x},", "  {\"a\":2}",
        "]");
    assertThat(Reading.shown(text, SourceFormat.JSON)).containsExactly("2 {\"a\":1}",
        "3 BAD not JSON: something here has no place in a JSON value (column 8)",
        "3 BAD not JSON: something here has no place in a JSON value (column 19)",
        "4 BAD not JSON: something here has no place in a JSON value (line 5, column 4)", "6 {\"a\":2}");
  }

  @Test
  void whatIsWrongIsSaidInOurWords() throws IOException {
    for (var bad : new String[]{"{\"a\":", "{\"a\":tru}", "{'a':1}", "{\"a\":01}", "{\"a\":\"\u0001\"}", "[1,]", "NaN",
        "{\"a\" 1}", "\"x", "{\"a\":\"\\q\"}", "1e", "-"})
      assertThat(Reading.shown(bad, SourceFormat.JSONL)).as(bad).singleElement().asString()
          .matches("1 BAD not JSON: (it ends before the value does|something here has no place in a JSON value)"
              + " \\(column \\d+\\)");
  }

  @Test
  void anArrayThatIsCutOffIsAnErrorThatNamesTheLine() {
    assertThatThrownBy(() -> Reading.shown("[1,\n{\"a\":\n[2}", SourceFormat.JSON)).isInstanceOf(IngestException.class)
        .hasMessageStartingWith("line 2: ");
    assertThatThrownBy(() -> Reading.shown("[1,\n\"ab", SourceFormat.JSON)).hasMessageStartingWith("line 2: ");
    assertThatThrownBy(() -> Reading.shown("[1,2", SourceFormat.JSON)).hasMessageStartingWith("line 1: ");
    assertThatThrownBy(() -> Reading.shown("[1]\n[2]", SourceFormat.JSON)).hasMessageStartingWith("line 2: ");
    assertThatThrownBy(() -> Reading.shown("[}]", SourceFormat.JSON)).hasMessageStartingWith("line 1: ");
    assertThatThrownBy(() -> Reading.shown("{\"a\":1}", SourceFormat.JSON)).hasMessageContaining("--format jsonl");
  }

  @Test
  void fieldsFillTimeTypeAndKey() throws IOException {
    var options = Reading.extracting(SourceFormat.JSONL, "time:stamp", "/meta/kind", "id");
    var items = Reading.all("""
        {"id":7,"x":{"id":9},"meta":{"kind":"a","x":[{"kind":"b"}]},"time:stamp":"2020-01-02T03:04:05Z"}
        {"id":"a","id":"b","meta":null,"time:stamp":1446249499322}
        {"id":null}
        {"id":[1]}
        {"time:stamp":"soon"}
        5
        """.getBytes(StandardCharsets.UTF_8), "", options);
    assertThat((Item.Event) items.get(0)).satisfies(e -> {
      assertThat(e.key()).isEqualTo("7");
      assertThat(e.type()).isEqualTo("a");
      assertThat(e.eventTimeNanos()).isEqualTo(1577934245_000_000_000L);
    });
    assertThat((Item.Event) items.get(1)).satisfies(e -> {
      assertThat(e.key()).isEqualTo("b");
      assertThat(e.type()).isNull();
      assertThat(e.eventTimeNanos()).isEqualTo(1446249499_322_000_000L);
    });
    assertThat(((Item.Event) items.get(2)).key()).isNull();
    assertThat(Reading.show(items.get(3))).isEqualTo(
        "4 BAD field id is an object or array; a time, type or key is a single value");
    assertThat(Reading.show(items.get(4))).startsWith("5 BAD field time:stamp: ");
    assertThat(items.get(5)).isInstanceOf(Item.Event.class);
  }

  @Test
  void anEventAtTheSizeLimitIsReadAndOneByteMoreIsABadLine() throws IOException {
    for (int extra = -1; extra <= 1; extra++) {
      var text = "\"" + "x".repeat(Bytes.EVENT_BYTES_MAX - 2 + extra) + "\"";
      for (var source : new String[]{text + "\n1\n", "[" + text + ",1]"}) {
        var items = Reading.all(source.getBytes(StandardCharsets.US_ASCII), "", new Source.Options(
            source.startsWith("[") ? SourceFormat.JSON : SourceFormat.JSONL, null, false, Extraction.NONE));
        assertThat(items).hasSize(2);
        assertThat(items.get(0)).isInstanceOf(extra > 0 ? Item.Bad.class : Item.Event.class);
        assertThat(Reading.text(items.get(1))).isEqualTo("1");
      }
    }
  }

  @Test
  void nestingAtTheLimitIsReadAndDeeperIsABadLine() throws IOException {
    for (int depth = JsonProbe.DEPTH_MAX - 1; depth <= JsonProbe.DEPTH_MAX + 1; depth++) {
      var shown = Reading.shown("[".repeat(depth) + "]".repeat(depth), SourceFormat.JSONL).getFirst();
      if (depth > JsonProbe.DEPTH_MAX)
        assertThat(shown).startsWith("1 BAD JSON nested deeper");
      else
        assertThat(shown).startsWith("1 [[");
    }
  }

  @Test
  void chunksOfAnySizeGiveTheSameEvents() throws IOException {
    var text = "[{\"a\":\"x\\\"é\"},\r\n [1,2] , 3]";
    var lines = "{\"a\":\"é\"}\r\n\r\n{\"b\":2}\r\n3";
    var expectedArray = Reading.shown(text, SourceFormat.JSON);
    var expectedLines = Reading.shown(lines, SourceFormat.JSONL);
    for (long seed = 1; seed <= 50; seed++) {
      assertThat(dripped(text, SourceFormat.JSON, seed)).as("seed %d", seed).isEqualTo(expectedArray);
      assertThat(dripped(lines, SourceFormat.JSONL, seed)).as("seed %d", seed).isEqualTo(expectedLines);
    }
  }

  private static java.util.List<String> dripped(String text, SourceFormat format, long seed) throws IOException {
    var options = new Source.Options(format, null, false, Extraction.NONE);
    var items = new java.util.ArrayList<String>();
    try (var source = Source.open(new Dripping(text.getBytes(StandardCharsets.UTF_8), seed), "", options)) {
      for (var item = source.reader().next(); item != null; item = source.reader().next())
        items.add(Reading.show(item));
    }
    return items;
  }

  private static final class Dripping extends InputStream {
    private final byte[] bytes;
    private final RandomGenerator random;
    private int at;

    Dripping(byte[] bytes, long seed) {
      this.bytes = bytes;
      this.random = RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(seed);
    }

    @Override
    public int read() { return at == bytes.length ? -1 : bytes[at++] & 0xff; }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (at == bytes.length) return -1;
      int count = Math.min(Math.min(length, bytes.length - at), random.nextInt(1, 5));
      System.arraycopy(bytes, at, into, offset, count);
      at += count;
      return count;
    }
  }
}
