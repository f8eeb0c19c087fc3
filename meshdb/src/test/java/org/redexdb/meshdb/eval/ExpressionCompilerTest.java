// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.Vector;

@NullUnmarked // NULL is a value here
class ExpressionCompilerTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final long NOW_NANOS = 1_800_000_000_123_456_789L;

  private static ExpressionCompiler compiler(Object... parameters) {
    return new ExpressionCompiler(new EvalContext(Arrays.asList(parameters), NOW_NANOS, BERLIN, false));
  }

  private static Rex lit(Object value) { return new Rex.Literal(value, SqlType.ANY); }

  private static Rex call(Op op, SqlType type, Rex... arguments) { return new Rex.Call(op, List.of(arguments), type); }

  private static Object value(Op op, Object... arguments) {
    var literals = Arrays.stream(arguments).map(ExpressionCompilerTest::lit).toArray(Rex[]::new);
    return compiler().value(call(op, SqlType.ANY, literals));
  }

  @Test
  void everyFunctionOfOneRowIsReachedByItsOperation() {
    assertThat(value(Op.NEGATE, 3L)).isEqualTo(-3L);
    assertThat(value(Op.NEGATE, new Interval(1, 2, 3))).isEqualTo(new Interval(-1, -2, -3));
    assertThat(value(Op.MODULO, -7L, 3L)).isEqualTo(-1L);
    assertThat(value(Op.ABS, -2.5)).isEqualTo(2.5);
    assertThat(value(Op.CEIL, 1.2)).isEqualTo(2.0);
    assertThat(value(Op.FLOOR, 1.8)).isEqualTo(1.0);
    assertThat(value(Op.ROUND, 1.25, 1L)).isEqualTo(1.3);
    assertThat(value(Op.ROUND, 1.5)).isEqualTo(2.0);
    assertThat(value(Op.POWER, 2L, 10L)).isEqualTo(1024.0);
    assertThat(value(Op.SQRT, 9L)).isEqualTo(3.0);
    assertThat(value(Op.SIGN, -9L)).isEqualTo(-1L);
    assertThat(value(Op.LN, 1L)).isEqualTo(0.0);
    assertThat(value(Op.EXP, 0L)).isEqualTo(1.0);
    assertThat(value(Op.CONCAT, "a", 1L, true)).isEqualTo("a1true");
    assertThat(value(Op.LENGTH, "h\u00e9")).isEqualTo(2L);
    assertThat(value(Op.OCTET_LENGTH, "h\u00e9")).isEqualTo(3L);
    assertThat(value(Op.LOWER, "AB")).isEqualTo("ab");
    assertThat(value(Op.UPPER, "ab")).isEqualTo("AB");
    assertThat(value(Op.TRIM, " a ")).isEqualTo("a");
    assertThat(value(Op.LTRIM, " a ")).isEqualTo("a ");
    assertThat(value(Op.RTRIM, "axx", "x")).isEqualTo("a");
    assertThat(value(Op.SUBSTR, "abcd", 2L, 2.0)).isEqualTo("bc");
    assertThat(value(Op.REPLACE, "aa", "a", "b")).isEqualTo("bb");
    assertThat(value(Op.POSITION, "c", "abc")).isEqualTo(3L);
    assertThat(value(Op.LEFT, "abc", 1L)).isEqualTo("a");
    assertThat(value(Op.RIGHT, "abc", 1L)).isEqualTo("c");
    assertThat(value(Op.STARTS_WITH, "abc", "ab")).isEqualTo(true);
    assertThat(value(Op.LIKE, "50%", "50!%", "!")).isEqualTo(true);
    assertThat(value(Op.NULLIF, 1L, 1.0)).isNull();
    assertThat(value(Op.GREATEST, 1L, null, 2.5)).isEqualTo(2.5);
    assertThat(value(Op.LEAST, null, null)).isNull();
    assertThat(value(Op.EXTRACT, "hour", Instant.EPOCH)).isEqualTo(1L);
    assertThat(value(Op.TO_TIMESTAMP, 1.5)).isEqualTo(Instant.ofEpochMilli(1_500));
    assertThat(value(Op.TO_TIMESTAMP, "1970-01-01T01:00:00")).isEqualTo(Instant.EPOCH);
    assertThat(value(Op.JSON_GET, new Json("{\"a\":[1,2]}"), "a", 1L)).isEqualTo(2L);
    assertThat(value(Op.JSON_TYPE, new Json("[]"))).isEqualTo("array");
    assertThat(value(Op.JSON_ARRAY_LENGTH, new Json("[1,2]"))).isEqualTo(2L);
    assertThat(value(Op.ADD, LocalDate.of(2026, 1, 1), new Interval(0, 1, 0))).isEqualTo(LocalDate.of(2026, 1, 2));
  }

  @Test
  void aNullArgumentMakesTheResultNull() {
    for (Op op : List.of(Op.ADD, Op.DIVIDE, Op.CONCAT, Op.EQUAL, Op.LIKE, Op.POWER, Op.POSITION)) {
      assertThat(value(op, null, "a")).as("%s", op).isNull();
      assertThat(value(op, "a", null)).as("%s", op).isNull();
    }
  }

  @Test
  void theStatementsTimeIsOneAndParametersTakeTheTypeTheyAreComparedWith() {
    assertThat(compiler().value(new Rex.Now())).isEqualTo(Instant.ofEpochSecond(1_800_000_000L, 123_456_789));
    assertThat(compiler(new BigDecimal("4.2")).value(new Rex.Parameter(0, SqlType.DOUBLE))).isEqualTo(4.2);
    assertThat(compiler("2026-07-01T12:00").value(new Rex.Parameter(0, SqlType.TIMESTAMP)))
        .isEqualTo(Instant.parse("2026-07-01T10:00:00Z"));
  }

  @Test
  void aDateIsComparedWithATimeAsTheStartOfItsDayInTheSession() {
    var date = new Rex.Literal(LocalDate.of(2026, 7, 1), SqlType.DATE);
    var time = new Rex.Literal(Instant.parse("2026-06-30T22:00:00Z"), SqlType.TIMESTAMP);
    assertThat(compiler().value(call(Op.EQUAL, SqlType.BOOLEAN, date, time))).isEqualTo(true);
    assertThat(compiler().value(call(Op.LESS, SqlType.BOOLEAN, time, date))).isEqualTo(false);
  }

  @Test
  void wholeNumbersBesideNullsThatHoldGarbageDoNotOverflow() {
    var batch = new Batch(1);
    var values = new LongVector(SqlType.Kind.BIGINT);
    values.values[0] = 5;
    values.values[1] = Long.MAX_VALUE;
    values.setNull(1);
    batch.columns[0] = values;
    batch.size = 2;
    Rex ref = new Rex.Ref(0, SqlType.BIGINT);
    Vector sum = compiler().compile(call(Op.ADD, SqlType.BIGINT, ref, lit(1L))).eval(batch);
    assertThat(Arrays.asList(sum.boxed(0), sum.boxed(1))).isEqualTo(Arrays.asList(6L, null));
    values.nulls = null;
    assertThatThrownBy(() -> compiler().compile(call(Op.ADD, SqlType.BIGINT, ref, lit(1L))).eval(batch))
        .isInstanceOf(SqlException.Data.class);
  }

  @Test
  void divisionOfWholeNumbersIsDoubleOrDecimalAsPromised() {
    assertThat(compiler().value(call(Op.DIVIDE, SqlType.DOUBLE, lit(1L), lit(4L)))).isEqualTo(0.25);
    assertThat(compiler().value(call(Op.DIVIDE, SqlType.DECIMAL, lit(1L), lit(4L)))).isEqualTo(new BigDecimal("0.25"));
    var batch = new Batch(1);
    var values = new LongVector(SqlType.Kind.BIGINT);
    values.values[0] = (1L << 53) + 1;
    values.values[1] = 3;
    batch.columns[0] = values;
    batch.size = 2;
    Vector half = compiler().compile(call(Op.DIVIDE, SqlType.DOUBLE, new Rex.Ref(0, SqlType.BIGINT), lit(2L)))
        .eval(batch);
    assertThat(half).isInstanceOf(DoubleVector.class);
    assertThat(Arrays.asList(half.boxed(0), half.boxed(1))).isEqualTo(List.of(0x1p52, 1.5));
  }

  @Test
  void timesAreTruncatedInTheZoneByKernelAndByRow() {
    var batch = new Batch(1);
    var times = new LongVector(SqlType.Kind.TIMESTAMP);
    times.values[0] = -1;
    times.values[1] = NOW_NANOS;
    batch.columns[0] = times;
    batch.size = 2;
    for (var zone : List.of(ZoneId.of("UTC"), BERLIN, ZoneId.of("Asia/Kolkata"))) {
      var zoned = new ExpressionCompiler(new EvalContext(List.of(), 0, zone, false));
      for (String unit : List.of("year", "week", "day", "hour", "minute", "second", "millisecond", "microsecond")) {
        Vector out = zoned.compile(call(Op.DATE_TRUNC, SqlType.TIMESTAMP, lit(unit), new Rex.Ref(0, SqlType.TIMESTAMP)))
            .eval(batch);
        for (int i = 0; i < 2; i++)
          assertThat(out.boxed(i)).as("%s in %s", unit, zone)
              .isEqualTo(org.redexdb.meshdb.value.TimeUnits.of(unit).truncate((Instant) times.boxed(i), zone));
      }
    }
  }
}
