// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.value.Casts;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.Vector;

/// Random expressions over random batches (typed, mixed, with NULLs and selections) against a twin that evaluates one row
/// at a time with boxed values.
@NullUnmarked // NULL is a value here
class ExpressionModel {
  private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

  static LongStream seeds() { return LongStream.range(0, 40); }

  private final Batch batch = new Batch(8);
  private final VectorBuilder[] builders = new VectorBuilder[8];

  private void fill(Random random) {
    int size = random.nextInt(4) == 0 ? random.nextInt(1, 5) : random.nextInt(1, Batch.ROWS + 1);
    boolean garbage = random.nextBoolean();
    for (int c = 0; c < builders.length; c++) {
      builders[c] = new VectorBuilder();
      int nulls = new int[]{0, 3, 30, 100}[random.nextInt(4)];
      for (int i = 0; i < size; i++) builders[c].set(i, random.nextInt(100) < nulls ? null : value(random, c));
      batch.columns[c] = builders[c].finish(null, size, SqlType.ANY);
    }
    batch.size = size;
    batch.selected = -1;
    if (garbage) {
      batch.selected = 0;
      for (int i = 0; i < size; i++) if (random.nextInt(3) > 0) batch.selection[batch.selected++] = i;
    }
  }

  private static Object value(Random random, int column) {
    long n = random.nextInt(12) - 4L;
    return switch (column) {
      case 0 -> n;
      case 1 -> random.nextInt(50) == 0 ? random.nextLong() : n;
      case 2 -> n / 2.0;
      case 3 -> "x" + n;
      case 4 -> n > 2;
      case 5 -> Instant.ofEpochSecond(n * 100_000, 5);
      case 6 -> new BigDecimal(n).movePointLeft(1);
      default -> switch (random.nextInt(7)) {
        case 0 -> n;
        case 1 -> n + 0.5;
        case 2 -> "x" + n;
        case 3 -> new BigDecimal(n).setScale(1);
        case 4 -> n > 0;
        case 5 -> new Json("[" + n + "]");
        default -> LocalDate.ofEpochDay(n);
      };
    };
  }

  private static Object constant(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(8) == 0 ? 0x1p63 : 2.5;
      case 1 -> new BigDecimal("1.5");
      case 2 -> new BigDecimal(random.nextBoolean() ? "99999999999999999999" : "-99999999999999999999");
      default -> value(random, random.nextInt(8));
    };
  }

  private static Rex expression(Random random, int depth) {
    if (depth == 0 || random.nextInt(6) == 0)
      return random.nextInt(3) > 0
          ? new Rex.Ref(random.nextInt(8), SqlType.ANY)
          : new Rex.Literal(random.nextInt(15) == 0 ? null : constant(random), SqlType.ANY);
    return switch (random.nextInt(5)) {
      case 0 -> new Rex.Case(List.of(new Rex.When(condition(random, depth - 1), expression(random, depth - 1)),
          new Rex.When(condition(random, depth - 1), expression(random, depth - 1))), expression(random, depth - 1),
          random.nextBoolean() ? SqlType.ANY : SqlType.DOUBLE);
      case 1 -> call(Op.COALESCE, expression(random, depth - 1), expression(random, depth - 1),
          expression(random, depth - 1));
      case 2 -> condition(random, depth);
      default -> call(pick(random, Op.ADD, Op.SUBTRACT, Op.MULTIPLY, Op.DIVIDE, Op.DIVIDE_TRUNCATING, Op.MODULO,
          Op.NULLIF, Op.GREATEST, Op.LEAST, Op.CONCAT), expression(random, depth - 1), expression(random, depth - 1));
    };
  }

  private static Rex condition(Random random, int depth) {
    int next = Math.max(0, depth - 1);
    return switch (random.nextInt(8)) {
      case 0 -> call(Op.AND, condition(random, next), condition(random, next), condition(random, next));
      case 1 -> call(Op.OR, condition(random, next), condition(random, next));
      case 2 -> call(pick(random, Op.NOT, Op.IS_TRUE, Op.IS_FALSE), condition(random, next));
      case 3 -> call(pick(random, Op.IS_NULL, Op.IS_NOT_NULL), expression(random, next));
      case 4 -> new Rex.In(expression(random, next), List.of(literal(random), literal(random),
          random.nextBoolean() ? literal(random) : expression(random, 0)));
      case 5 -> call(Op.LIKE, expression(random, next), new Rex.Literal("x%1", SqlType.VARCHAR));
      default -> call(pick(random, Op.EQUAL, Op.NOT_EQUAL, Op.LESS, Op.LESS_OR_EQUAL, Op.GREATER, Op.GREATER_OR_EQUAL,
          Op.IS_DISTINCT, Op.IS_NOT_DISTINCT), expression(random, next),
          random.nextBoolean() ? literal(random) : expression(random, next));
    };
  }

  private static Rex literal(Random random) {
    return new Rex.Literal(random.nextInt(12) == 0 ? null : constant(random), SqlType.ANY);
  }

  private static Rex call(Op op, Rex... arguments) { return new Rex.Call(op, List.of(arguments), SqlType.ANY); }

  private static Op pick(Random random, Op... ops) { return ops[random.nextInt(ops.length)]; }

  /// What a row gives, with the rules written down once more and nothing shared but the functions of one row.
  private Object naive(Rex rex, int row, EvalContext context) {
    return switch (rex) {
      case Rex.Literal(Object value, SqlType _) -> value;
      case Rex.Ref(int column, SqlType _) -> batch.columns[column].boxed(row);
      case Rex.Case c -> {
        for (Rex.When when : c.branches())
          if (Boolean.TRUE.equals(naive(when.condition(), row, context)))
            yield Casts.widen(naive(when.result(), row, context), c.type());
        yield Casts.widen(naive(c.otherwise(), row, context), c.type());
      }
      case Rex.In in -> {
        Object value = naive(in.value(), row, context);
        boolean unknown = false;
        for (Rex element : in.elements()) {
          Object other = naive(element, row, context);
          Object equal = value == null || other == null
              ? null
              : Comparisons.compare(Op.EQUAL, value, other, context.strict());
          if (Boolean.TRUE.equals(equal)) yield true;
          unknown |= equal == null;
        }
        yield unknown ? null : false;
      }
      case Rex.Call(Op op, List<Rex> arguments, SqlType type, _) -> switch (op) {
        case AND, OR -> {
          boolean unknown = false;
          for (Rex argument : arguments) {
            Object value = naive(argument, row, context);
            if (value instanceof Boolean flag) {
              if (flag == (op == Op.OR)) yield flag;
            } else
              unknown = true;
          }
          yield unknown ? null : op == Op.AND;
        }
        case COALESCE -> {
          Object first = null;
          for (Rex argument : arguments) if (first == null) first = naive(argument, row, context);
          yield first;
        }
        case NOT -> naive(arguments.get(0), row, context) instanceof Boolean flag ? !flag : null;
        case IS_TRUE -> Boolean.TRUE.equals(naive(arguments.get(0), row, context));
        case IS_FALSE -> Boolean.FALSE.equals(naive(arguments.get(0), row, context));
        case IS_NULL -> naive(arguments.get(0), row, context) == null;
        case IS_NOT_NULL -> naive(arguments.get(0), row, context) != null;
        default -> {
          Object[] values = arguments.stream().map(a -> naive(a, row, context)).toArray();
          boolean missing = Arrays.asList(values).contains(null);
          yield missing && !Scalars.takesNulls(op) ? null : Scalars.function(op, type, context).apply(values);
        }
      };
      default -> throw new IllegalArgumentException("not in this test: " + rex);
    };
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyExpressionGivesWhatItGivesRowByRow(long seed) {
    var random = new Random(seed);
    var context = new EvalContext(List.of(), 0, ZONE, false);
    int compared = 0;
    for (int round = 0; round < 40; round++) {
      fill(random);
      Rex rex = random.nextBoolean() ? expression(random, 3) : condition(random, 3);
      var expected = new ArrayList<Object>();
      boolean fails = false;
      for (int k = 0; k < batch.rows(); k++) {
        try {
          expected.add(naive(rex, batch.row(k), context));
        } catch (SqlException _) {
          fails = true;
          break;
        }
      }
      var compiler = new ExpressionCompiler(context);
      try {
        Evaluator evaluator = compiler.compile(rex);
        evaluator.eval(batch);
        // A second time, so that what the first left behind shows.
        Vector result = evaluator.eval(batch);
        assertThat(fails).as("%s must fail", rex).isFalse();
        var given = new ArrayList<Object>();
        for (int k = 0; k < batch.rows(); k++) given.add(result.boxed(batch.row(k)));
        assertThat(given.equals(expected)).as("%s, expected %s but was %s", rex, expected, given).isTrue();
        compared++;
        selects(compiler.condition(rex), expected);
      } catch (SqlException e) {
        assertThat(fails).as("%s: %s", rex, e).isTrue();
      }
    }
    assertThat(compared).isGreaterThan(10);
  }

  private void selects(Selector condition, List<Object> expected) {
    int[] out = new int[Batch.ROWS];
    int found = condition.select(batch, batch.selected < 0 ? null : batch.selection, batch.rows(), out);
    var rows = new ArrayList<Integer>();
    for (int k = 0; k < batch.rows(); k++) if (Boolean.TRUE.equals(expected.get(k))) rows.add(batch.row(k));
    assertThat(Arrays.stream(out).limit(found).boxed().toList().equals(rows)).isTrue();
    // In place, as a filter does it.
    if (batch.selected < 0) return;
    found = condition.select(batch, batch.selection, batch.selected, batch.selection);
    assertThat(Arrays.stream(batch.selection).limit(found).boxed().toList().equals(rows)).isTrue();
  }
}
