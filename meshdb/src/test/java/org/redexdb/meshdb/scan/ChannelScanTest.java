// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.PathStep;
import org.redexdb.meshdb.plan.ScanColumn;
import org.redexdb.meshdb.plan.ScanColumn.Intrinsic.Kind;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.ObjectVector;
import org.redexdb.meshdb.vector.TextVector;
import org.redexdb.meshdb.vector.Vector;
import org.redexdb.storage.api.PayloadCodec;

class ChannelScanTest {
  private static ScanColumn field(SqlType type, String... keys) {
    return new ScanColumn.Field(path(keys), type);
  }

  private static List<PathStep> path(String... keys) {
    return Arrays.stream(keys).<PathStep>map(PathStep.Key::new).toList();
  }

  private static ChannelScan scan(Frames frames, ScanColumn... columns) {
    return new ChannelScan("orders", frames.reader(), List.of(columns), Long.MIN_VALUE, Long.MAX_VALUE, () -> {});
  }

  private static List<List<Object>> rows(ChannelScan scan) {
    var rows = new ArrayList<List<Object>>();
    try (scan) {
      for (Batch batch = scan.next(); batch != null; batch = scan.next())
        for (int i = 0; i < batch.size; i++) {
          var row = new ArrayList<>();
          for (Vector column : batch.columns) row.add(column.boxed(i));
          rows.add(row);
        }
    }
    return rows;
  }

  private static Vector only(Frames frames, ScanColumn column) {
    ChannelScan scan = scan(frames, column);
    return Objects.requireNonNull(scan.next()).columns[0];
  }

  private static Frames values(String... values) {
    var frames = new Frames(1 << 16);
    for (String value : values) frames.add("{\"v\":" + value + "}");
    return frames;
  }

  @Test
  void batchesHoldAllRowsInOrderWhateverTheBlocks() {
    for (int blockBytes : new int[]{10, 1_000, 40_000, 1 << 20}) {
      var frames = new Frames(blockBytes);
      for (int i = 0; i < 5_000; i++)
        frames.add("{\"n\": " + i + ", \"s\": \"text " + i + "\\t\", \"x\": \"é" + i + "\"}");
      var rows = rows(scan(frames, new ScanColumn.Intrinsic(Kind.SEQ), field(SqlType.BIGINT, "n"),
          field(SqlType.VARCHAR, "s"), field(SqlType.VARCHAR, "x")));
      assertThat(rows).hasSize(5_000);
      for (int i = 0; i < 5_000; i++)
        assertThat(rows.get(i)).containsExactly((long) i, (long) i, "text " + i + "\t", "é" + i);
    }
  }

  @Test
  void vectorsAreOfTheClassOfTheValuesThatAreThere() {
    ScanColumn any = field(SqlType.ANY, "v");
    assertThat(only(values("1", "null", "-3"), any)).isInstanceOf(LongVector.class);
    assertThat(only(values("1.5", "2e3"), any)).isInstanceOf(DoubleVector.class);
    assertThat(only(values("true", "false"), any)).isInstanceOf(BoolVector.class);
    assertThat(only(values("\"a\"", "\"\\n\""), any)).isInstanceOf(TextVector.class)
        .extracting(Vector::kind).isEqualTo(SqlType.Kind.VARCHAR);
    assertThat(only(values("{}", "[1, 2]"), any)).isInstanceOf(TextVector.class).extracting(Vector::kind)
        .isEqualTo(SqlType.Kind.JSON);
    assertThat(only(values("9223372036854775808", "18446744073709551616"), any)).isInstanceOf(ObjectVector.class)
        .extracting(Vector::kind).isEqualTo(SqlType.Kind.DECIMAL);
    assertThat(only(values("1", "\"a\""), any)).isInstanceOf(ObjectVector.class).extracting(Vector::kind)
        .isEqualTo(SqlType.Kind.ANY);
    for (SqlType type : List.of(SqlType.ANY, SqlType.BIGINT, SqlType.JSON, SqlType.DOUBLE, SqlType.BOOLEAN)) {
      Vector none = only(values("null", "null"), field(type, "v"));
      assertThat(none.isNull(0) && none.isNull(1)).isTrue();
      assertThat(none.kind()).isEqualTo(type.kind());
    }
  }

  @Test
  void mixedNumbersKeepEveryDigit() {
    var frames = values("9007199254740993", "1.5", "7", "1e400", "123456789012345678901234567890");
    assertThat(rows(scan(frames, field(SqlType.ANY, "v"), field(SqlType.DOUBLE, "v"), field(SqlType.DECIMAL, "v"))))
        .containsExactly(
            List.of(9007199254740993L, 9007199254740993L, new BigDecimal("9007199254740993")),
            List.of(1.5, 1.5, 1.5), List.of(7L, 7.0, new BigDecimal("7")), List.of("1e400", "1e400", "1e400"),
            List.of(new BigDecimal("123456789012345678901234567890"), new BigDecimal("123456789012345678901234567890"),
                new BigDecimal("123456789012345678901234567890")));
  }

  @Test
  void aValueDoesNotDependOnTheOtherRowsOfItsBatch() {
    String[] values = {"21", "20.5", "9007199254740993", "9223372036854775807", "-0", "1e3", "true", "\"x\"", "{}",
        "1e400", "9223372036854775808", "null"};
    for (SqlType type : List.of(SqlType.ANY, SqlType.BIGINT, SqlType.DOUBLE, SqlType.DECIMAL, SqlType.VARCHAR)) {
      List<List<Object>> together = rows(scan(values(values), field(type, "v")));
      for (int i = 0; i < values.length; i++)
        assertThat(rows(scan(values(values[i]), field(type, "v"))).getFirst()).as("%s as %s", values[i], type)
            .isEqualTo(together.get(i));
    }
  }

  @Test
  void integersOfAFieldKnownAsDoubleAreDoublesWhenExact() {
    assertThat(only(values("21", "20.5", "-3"), field(SqlType.DOUBLE, "v"))).isInstanceOf(DoubleVector.class);
    assertThat(only(values("21", "-3"), field(SqlType.DOUBLE, "v"))).isInstanceOf(DoubleVector.class);
    assertThat(only(values("9223372036854775807"), field(SqlType.DOUBLE, "v")).boxed(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void invalidJsonGivesNullFieldsAndIsCounted() {
    var frames = new Frames(1 << 16).add("{\"a\": 1, \"b\": \"x\"}").add("{\"a\": 2, \"b\": \"x\"")
        .add("{\"a\": 3, \"b\": \"x\"}")
        .add(1, 0, PayloadCodec.BYTES, new byte[0], "{\"a\": 4}")
        .add(1, 0, PayloadCodec.JSON, new byte[0], new byte[]{'"', (byte) 0xC0, (byte) 0x80, '"'});
    ChannelScan scan = scan(frames, field(SqlType.BIGINT, "a"), field(SqlType.VARCHAR, "b"),
        new ScanColumn.Has(path("a")),
        new ScanColumn.Declared("a", SqlType.BIGINT));
    assertThat(rows(scan)).containsExactly(List.of(1L, "x", true, 1L), Arrays.asList(null, null, false, null),
        List.of(3L, "x", true, 3L), Arrays.asList(null, null, false, null), Arrays.asList(null, null, false, null));
    assertThat(scan.invalidPayloads()).isEqualTo(2);
  }

  @Test
  void hasTellsMissingFromNull() {
    var frames = new Frames(1 << 16).add("{\"a\": null}").add("{}").add("{\"a\": {\"b\": 1}}").add("[1]");
    assertThat(rows(scan(frames, new ScanColumn.Has(path("a")), new ScanColumn.Has(path("a", "b")),
        new ScanColumn.Has(List.of(new PathStep.Index(0)))))).containsExactly(List.of(true, false, false),
            List.of(false, false, false), List.of(true, true, false), List.of(false, false, true));
  }

  @Test
  void intrinsicColumnsComeFromFrameAndMetadata() {
    UUID id = UUID.fromString("01234567-89ab-7cde-8f01-23456789abcd");
    byte[] idBytes = java.util.HexFormat.of().parseHex("0123456789ab7cde8f0123456789abcd");
    byte[] time = {0, 0, 0, 0, 0, 0, 0, 0};
    time[0] = 5;
    byte[] headers = {1, 'h', 3, 'a', '"', 'b'};
    byte[] metadata = Frames.metadata(1, idBytes, 2, "created".getBytes(StandardCharsets.UTF_8), 3,
        "k-1".getBytes(StandardCharsets.UTF_8), 4, time, 7, headers);
    var frames = new Frames(1 << 16).add(1_000_000_001L, 0xABCDL, PayloadCodec.JSON, metadata, "{\"a\": 1}")
        .add(2_000_000_000L, -1, PayloadCodec.JSON, new byte[0], "{\"a\": 2}");
    var columns = Arrays.stream(Kind.values()).<ScanColumn>map(ScanColumn.Intrinsic::new).toArray(ScanColumn[]::new);
    var rows = rows(scan(frames, columns));
    assertThat(rows.get(0)).containsExactly(0L, Instant.ofEpochSecond(1, 1), Instant.ofEpochSecond(0, 5), "orders",
        "000000000000abcd", id, "created", "k-1", new Json("{\"h\":\"a\\\"b\"}"), new Json("{\"a\": 1}"));
    assertThat(rows.get(1)).containsExactly(1L, Instant.ofEpochSecond(2), null, "orders", "ffffffffffffffff", null,
        null,
        null, null, new Json("{\"a\": 2}"));
  }

  @Test
  void payloadsComeAsTheirCodecSays() {
    ScanColumn payload = new ScanColumn.Intrinsic(Kind.PAYLOAD);
    var frames = new Frames(20).add(1, 0, PayloadCodec.TEXT, new byte[0], "plain text of 20 by")
        .add(1, 0, PayloadCodec.BYTES, new byte[0], new byte[]{1, 2, (byte) 0xFF});
    var rows = rows(scan(frames, payload));
    assertThat(rows.get(0)).containsExactly("plain text of 20 by");
    assertThat((byte[]) rows.get(1).getFirst()).containsExactly(1, 2, 0xFF);
    var mixed = new Frames(1 << 16).add(1, 0, PayloadCodec.TEXT, new byte[0], "t").add("{}");
    assertThat(rows(scan(mixed, payload))).containsExactly(List.of("t"), List.of(new Json("{}")));
  }

  @Test
  void onlyEventsAppendedWithinTheTimesAreDelivered() {
    var frames = new Frames(100);
    for (int i = 0; i < 1_000; i++) frames.add("{\"n\": " + i + "}");
    var scan = new ChannelScan("orders", frames.reader(), List.of(field(SqlType.BIGINT, "n")), 1_100, 1_102, () -> {});
    assertThat(rows(scan)).containsExactly(List.of(100L), List.of(101L), List.of(102L));
  }

  @Test
  void aScanWithoutColumnsCountsRows() {
    var frames = new Frames(1_000);
    for (int i = 0; i < 3_000; i++) frames.add("no json at all");
    long rows = 0;
    try (ChannelScan scan = scan(frames)) {
      for (Batch batch = scan.next(); batch != null; batch = scan.next()) rows += batch.rows();
    }
    assertThat(rows).isEqualTo(3_000);
  }

  @Test
  void cancellationEndsTheScanAtTheNextBatch() {
    var frames = new Frames(100);
    for (int i = 0; i < 1_000; i++) frames.add("{}");
    int[] calls = {0};
    var scan = new ChannelScan("orders", frames.reader(), List.of(), Long.MIN_VALUE, Long.MAX_VALUE, () -> {
      if (++calls[0] == 3) throw new SqlException.Cancelled("stop");
    });
    scan.next();
    scan.next();
    assertThatThrownBy(scan::next).isInstanceOf(SqlException.Cancelled.class);
  }

  @Test
  void declaredColumnsConvertExactly() {
    var frames = new Frames(1 << 16).add(
        """
            {"b": true, "i": 7, "l": 5e2, "d": 1234567890123456.75, "x": 2, "v": "déjà", "t": "2026-11-20T09:30:00.000000001Z",
             "day": "2026-02-29", "u": "01234567-89ab-7cde-8f01-23456789abcd", "bin": "AQL/", "j": "s"}
            """
            .replace("2026-02-29", "2028-02-29"))
        .add("{}");
    SqlType decimal = SqlType.decimal(20, 3);
    var rows = rows(scan(frames, new ScanColumn.Declared("b", SqlType.BOOLEAN),
        new ScanColumn.Declared("i", SqlType.INTEGER), new ScanColumn.Declared("l", SqlType.BIGINT),
        new ScanColumn.Declared("d", decimal), new ScanColumn.Declared("x", SqlType.DOUBLE),
        new ScanColumn.Declared("v", SqlType.varchar(4)), new ScanColumn.Declared("t", SqlType.TIMESTAMP),
        new ScanColumn.Declared("day", SqlType.DATE), new ScanColumn.Declared("u", SqlType.UUID),
        new ScanColumn.Declared("j", SqlType.JSON), new ScanColumn.Declared("bin", SqlType.VARBINARY)));
    assertThat(rows.get(0).subList(0, 10)).containsExactly(true, 7L, 500L, new BigDecimal("1234567890123456.750"), 2.0,
        "déjà", Instant.parse("2026-11-20T09:30:00.000000001Z"), LocalDate.of(2028, 2, 29),
        UUID.fromString("01234567-89ab-7cde-8f01-23456789abcd"), new Json("\"s\""));
    assertThat((byte[]) rows.get(0).get(10)).containsExactly(1, 2, 0xFF);
    assertThat(rows.get(1)).containsOnlyNulls();
  }

  @Test
  void aDeclaredValueThatDoesNotConvertIsAnErrorWithItsPlace() {
    Object[][] cases = {{SqlType.INTEGER, "2147483648", "22003"}, {SqlType.BIGINT, "1.5", "22003"},
        {SqlType.BIGINT, "1e400", "22003"}, {SqlType.BIGINT, "\"1\"", "22018"}, {SqlType.BOOLEAN, "1", "22018"},
        {SqlType.decimal(4, 2), "100", "22003"}, {SqlType.decimal(4, 2), "1.234", "22003"},
        {SqlType.decimal(4, 2), "1e999999999", "22003"}, {SqlType.decimal(4, 2), "1e-999999999", "22003"},
        {SqlType.decimal(4, 2), "true", "22018"}, {SqlType.DOUBLE, "1e400", "22003"},
        {SqlType.varchar(3), "\"abcd\"", "22001"}, {SqlType.VARCHAR, "1", "22018"},
        {SqlType.TIMESTAMP, "\"yesterday\"", "22018"}, {SqlType.TIMESTAMP, "\"3000-01-01T00:00:00Z\"", "22003"},
        {SqlType.TIMESTAMP, "\"2026-02-29T00:00:00Z\"", "22018"},
        {SqlType.TIMESTAMP, "\"2026-02-20T00:00:00.xZ\"", "22018"},
        {SqlType.DATE, "\"2026-02-29\"", "22018"}, {SqlType.UUID, "\"1-1-1-1-1\"", "22018"},
        {SqlType.VARBINARY, "\"*\"", "22018"}};
    for (Object[] c : cases) {
      var frames = values("null", (String) c[1]);
      ChannelScan scan = scan(frames, new ScanColumn.Declared("v", (SqlType) c[0]));
      assertThatThrownBy(scan::next).as(Arrays.toString(c)).isInstanceOfSatisfying(SqlException.Data.class, e -> {
        assertThat(e.sqlState()).isEqualTo(c[2]);
        assertThat(e.where().seq()).isEqualTo(1);
        assertThat(e).hasMessageContaining("column v").hasMessageContaining("orders#1");
      });
    }
  }

  @Test
  void timestampsAreReadInEveryIsoForm() {
    String[][] cases = {{"2026-11-20T09:30:00Z", "2026-11-20T09:30:00Z"},
        {"2026-11-20T09:30:00.5Z", "2026-11-20T09:30:00.5Z"},
        {"2026-11-20T09:30:00.000120Z", "2026-11-20T09:30:00.000120Z"},
        {"2024-02-29T23:59:59.999999999Z", "2024-02-29T23:59:59.999999999Z"},
        {"2026-11-20T09:30:00+02:00", "2026-11-20T07:30:00Z"}, {"2026-11-20T09:30", "2026-11-20T09:30:00Z"},
        {"2026-11-20 09:30:01", "2026-11-20T09:30:01Z"}, {"2026-11-20", "2026-11-20T00:00:00Z"},
        {"1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59.25Z"},
        {"1677-09-21T00:12:43.145224192Z", "1677-09-21T00:12:43.145224192Z"},
        {"2262-04-11T23:47:16.854775807Z", "2262-04-11T23:47:16.854775807Z"}};
    for (String[] c : cases) {
      var vector = only(values("\"" + c[0] + "\""), new ScanColumn.Declared("v", SqlType.TIMESTAMP));
      assertThat(vector.boxed(0)).as(c[0]).isEqualTo(Instant.parse(c[1]));
    }
  }
}
