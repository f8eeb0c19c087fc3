// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;

class ResultWritersTest {
  private static final List<ColumnHead> HEADS = List.of(new ColumnHead("name", false), new ColumnHead("n", true),
      new ColumnHead("any", false));

  @Test
  void aTableIsAlignedByWhatATerminalShows() {
    assertThat(written(ResultFormat.TABLE, 0, row("Zürich", 5L, 1.5), row("東京", 12345L, null),
        row(null, null, 2L), row("e\u0301🙂", -1L, 1e9))).isEqualTo("""
             name   │     n │          any
            ────────┼───────┼──────────────
             Zürich │     5 │          1.5
             東京   │ 12345 │            ∅
             ∅      │     ∅ │            2
             é🙂    │    -1 │ 1000000000.0
            """.replace("é", "e\u0301"));
  }

  @Test
  void aTableWithoutRowsHasItsHeader() {
    assertThat(written(ResultFormat.TABLE, 0)).isEqualTo("""
         name │ n │ any
        ──────┼───┼─────
        """);
  }

  @Test
  void controlCharactersCannotReachTheTerminal() {
    assertThat(written(ResultFormat.TABLE, 0, row("a\nb\tc\u001b[2J\u202e", 1L, "x"))).contains(
        "a↵b c\ufffd[2J\ufffd").doesNotContain("\u001b");
  }

  @Test
  void aWideColumnGivesWayOnANarrowTerminal() {
    var table = written(ResultFormat.TABLE, 40, row("short", 1L, new Json("{\"a\":\"" + "x".repeat(100) + "\"}")));
    assertThat(table.lines()).allSatisfy(line -> assertThat(TableWriter.width(line)).isLessThanOrEqualTo(40));
    assertThat(table).contains("short").contains("…");
    assertThat(written(ResultFormat.TABLE, 0, row("short", 1L, "y".repeat(100)))).contains("y".repeat(100));
  }

  @Test
  void rowsBeyondTheSampleAreWrittenWithItsWidths() {
    var rows = IntStream.rangeClosed(0, TableWriter.SAMPLE_ROWS + 1).mapToObj(i -> row("r" + i, (long) i, "z")).toArray(
        List[]::new);
    @SuppressWarnings("unchecked")
    var table = written(ResultFormat.TABLE, 0, (List<@Nullable Object>[]) rows);
    assertThat(table.lines()).hasSize(rows.length + 2).last().isEqualTo(" r1001 │ 1001 │ z");
  }

  @Test
  void csvQuotesWhatItMustAndTellsNullFromEmpty() {
    assertThat(written(ResultFormat.CSV, 0, row("a,b", 1L, "q\"q"), row("", null, "two\nlines"), row(" x", 2L, true)))
        .isEqualTo("name,n,any\n\"a,b\",1,\"q\"\"q\"\n\"\",,\"two\nlines\"\n\" x\",2,true\n");
    assertThat(written(ResultFormat.CSV, 0)).isEqualTo("name,n,any\n");
  }

  @Test
  void jsonlKeepsTypesAndStoredJson() {
    assertThat(written(ResultFormat.JSONL, 0, row("é\n", 9007199254740993L, new Json("{ \"a\":\n1.0 }")),
        row(null, 1.5, new BigDecimal("0.10")), row("t", 1e300, Double.NaN))).isEqualTo("""
            {"name":"é\\n","n":9007199254740993,"any":{ "a": 1.0 }}
            {"name":null,"n":1.5,"any":0.10}
            {"name":"t","n":1.0E300,"any":"NaN"}
            """);
  }

  @Test
  void valuesArePrintedAsTheyCanBeTyped() {
    assertThat(ValueText.of(Instant.parse("2020-01-02T03:04:05.120Z"))).isEqualTo("2020-01-02T03:04:05.12Z");
    assertThat(ValueText.of(Instant.parse("2020-01-02T00:00:00Z"))).isEqualTo("2020-01-02T00:00:00Z");
    assertThat(ValueText.of(LocalDate.of(2020, 1, 2))).isEqualTo("2020-01-02");
    assertThat(ValueText.of(new byte[]{0, (byte) 0xff})).isEqualTo("00ff");
    assertThat(ValueText.of(new Interval(1, 2, 3_500_000_000L))).isEqualTo("1 month 2 days 3.5 seconds");
    assertThat(ValueText.of(new Interval(0, 0, 0))).isEqualTo("0 seconds");
    assertThat(ValueText.of(12345678.9)).isEqualTo("12345678.9");
    assertThat(ValueText.of(0.0001)).isEqualTo("0.0001");
    assertThat(ValueText.of(-0.0)).isEqualTo("-0.0");
    assertThat(ValueText.of(1e15)).isEqualTo("1.0E15");
    assertThat(ValueText.of(new BigDecimal("1E+3"))).isEqualTo("1000");
  }

  private static List<@Nullable Object> row(@Nullable Object... values) { return Arrays.asList(values); }

  @SafeVarargs
  private static String written(ResultFormat format, int widthMax, List<@Nullable Object>... rows) {
    var bytes = new ByteArrayOutputStream();
    var writer = format.writer(new PrintStream(bytes, true, StandardCharsets.UTF_8), HEADS, widthMax);
    for (var row : rows)
      writer.row(row);
    writer.end();
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
