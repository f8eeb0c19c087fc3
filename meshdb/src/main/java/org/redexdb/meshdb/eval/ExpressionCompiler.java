// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.value.ParameterValues;
import org.redexdb.meshdb.value.TimeUnits;
import org.redexdb.meshdb.value.Times;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.Vector;

/// Turns bound expressions into evaluators, for one execution: parameters and the statement's time become constants, and
/// what depends on constants only is calculated here.
public final class ExpressionCompiler {
  private static final long NANOS_PER_DAY = 86_400_000_000_000L;

  private final EvalContext context;

  public ExpressionCompiler(EvalContext context) {
    this.context = context;
  }

  public Evaluator compile(Rex rex) {
    return switch (rex) {
      case Rex.Literal(Object value, SqlType type) -> new Constant(value, type);
      case Rex.Parameter(int index, SqlType type) -> parameter(index, type);
      case Rex.Now _ -> new Constant(Times.instant(context.nowNanos()), SqlType.TIMESTAMP);
      case Rex.Ref(int column, SqlType _) -> new ColumnRef(column);
      case Rex.Call call -> call(call);
      case Rex.Case c -> new Branches.Case(c.branches().stream()
          .map(when -> new Branches.When(condition(when.condition()), compile(when.result()))).toList(),
          compile(c.otherwise()), c.type());
      case Rex.In in -> in(in);
      case Rex.Cast(Rex value, SqlType type, _) -> {
        Evaluator input = compile(value);
        yield folded(new Convert(input, type, context), List.of(input), type);
      }
    };
  }

  /// For a filter, or a branch of CASE.
  public Selector condition(Rex rex) {
    if (rex instanceof Rex.Call(Op op, List<Rex> arguments, SqlType _, _) && op == Op.AND)
      return new Junction.All(arguments.stream().map(this::condition).toList());
    Evaluator evaluator = compile(rex);
    return evaluator instanceof Selector selector ? selector : new Flags(evaluator, context.strict());
  }

  /// The value of an expression without references.
  public @Nullable Object value(Rex rex) {
    var one = new Batch(0);
    one.size = 1;
    return compile(rex).eval(one, null, 1).boxed(0);
  }

  private Evaluator parameter(int index, SqlType type) {
    if (index >= context.parameters().size())
      throw new SqlException.Invalid("07001", "parameter " + (index + 1) + " has no value", 0, 0, null);
    return new Constant(ParameterValues.of(context.parameters().get(index), type, context.zone()), type);
  }

  private Evaluator call(Rex.Call call) {
    Op op = call.op();
    if (op == Op.AND || op == Op.OR)
      return new Junction(call.arguments().stream().map(this::flags).toList(),
          op == Op.AND);
    if (op == Op.COALESCE)
      return new Branches.Coalesce(call.arguments().stream().map(this::compile).toList(), call.type());
    List<Evaluator> arguments = arguments(call);
    return folded(function(call, arguments), arguments, call.type());
  }

  private List<Evaluator> arguments(Rex.Call call) {
    if (!Comparisons.isComparison(call.op())) return call.arguments().stream().map(this::compile).toList();
    // A date is compared with a time as the first instant of its day.
    Rex left = call.arguments().get(0);
    Rex right = call.arguments().get(1);
    if (isDate(left) && isTime(right)) left = new Rex.Cast(left, SqlType.TIMESTAMP);
    if (isTime(left) && isDate(right)) right = new Rex.Cast(right, SqlType.TIMESTAMP);
    return List.of(compile(left), compile(right));
  }

  private static boolean isDate(Rex rex) { return rex.type().kind() == SqlType.Kind.DATE; }

  private static boolean isTime(Rex rex) { return rex.type().kind() == SqlType.Kind.TIMESTAMP; }

  private Evaluator function(Rex.Call call, List<Evaluator> arguments) {
    Op op = call.op();
    Evaluator first = arguments.getFirst();
    return switch (op) {
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> compare(op, first, arguments.get(1));
      case NOT, IS_TRUE, IS_FALSE -> new Truth.OfFlag(op, flags(first), new Outputs());
      case IS_NULL -> new Truth.OfNull(false, first, new Outputs());
      case IS_NOT_NULL -> new Truth.OfNull(true, first, new Outputs());
      case ADD, SUBTRACT, MULTIPLY ->
        new Calculation(op, first, arguments.get(1), Scalars.function(op, call.type(), context), call.type());
      case DIVIDE ->
        new Calculation(op, first, arguments.get(1), Scalars.function(op, call.type(), context), call.type());
      case LIKE -> like(call, arguments);
      case DATE_TRUNC -> truncate(call, arguments);
      default -> rowWise(call, arguments);
    };
  }

  private RowCall rowWise(Rex.Call call, List<Evaluator> arguments) {
    Op op = call.op();
    return new RowCall(Scalars.function(op, call.type(), context), Scalars.takesNulls(op), arguments, call.type());
  }

  private Evaluator compare(Op op, Evaluator left, Evaluator right) {
    if (left instanceof Constant constant && !(right instanceof Constant))
      return compare(Comparisons.mirrored(op), right, constant);
    // A NULL goes the general way: the other side is evaluated for its errors.
    if (right instanceof Constant constant && constant.value != null)
      return new Compare.WithConstant(op, left, constant.value, context.strict());
    return new Compare(op, left, right, context.strict());
  }

  private Evaluator like(Rex.Call call, List<Evaluator> arguments) {
    Object escape = "";
    if (arguments.size() > 2)
      escape = arguments.get(2) instanceof Constant constant ? constant.value : null;
    if (escape != null && arguments.get(1) instanceof Constant constant && constant.value instanceof String pattern)
      return new Like(arguments.getFirst(), Scalars.pattern(pattern, escape), context.strict());
    return rowWise(call, arguments);
  }

  private Evaluator truncate(Rex.Call call, List<Evaluator> arguments) {
    if (!(arguments.getFirst() instanceof Constant unit && unit.value instanceof String name))
      return rowWise(call, arguments);
    TimeUnits parsed = TimeUnits.of(name);
    boolean utc = context.zone().normalized().equals(ZoneOffset.UTC);
    long nanos = parsed == TimeUnits.DAY && utc ? NANOS_PER_DAY : parsed.fixedNanos();
    // Hours and minutes start elsewhere in zones with odd offsets, seconds nowhere.
    if (nanos == 0 || !utc && nanos > Times.NANOS_PER_SECOND) return rowWise(call, arguments);
    return new Truncate(arguments.get(1), nanos, Scalars.function(Op.DATE_TRUNC, call.type(), context), unit);
  }

  private Evaluator in(Rex.In in) {
    Evaluator value = compile(in.value());
    var constants = new ArrayList<Object>();
    boolean hasNull = false;
    for (Rex element : in.elements()) {
      if (!(compile(element) instanceof Constant constant)) return inAny(in);
      if (constant.value == null) hasNull = true;
      else
        constants.add(constant.value);
    }
    return folded(new Membership(value, constants, hasNull, context.strict()), List.of(value), SqlType.BOOLEAN);
  }

  /// `x IN (a, b)` with elements that depend on the row is `x = a OR x = b`.
  private Evaluator inAny(Rex.In in) {
    return new Junction(in.elements().stream()
        .map(element -> flags(compile(new Rex.Call(Op.EQUAL, List.of(in.value(), element), SqlType.BOOLEAN))))
        .toList(), false);
  }

  private Flags flags(Rex rex) { return flags(compile(rex)); }

  private Flags flags(Evaluator evaluator) {
    return evaluator instanceof Flags flags ? flags : new Flags(evaluator, context.strict());
  }

  /// Calculates a function of constants once. An error is left to the rows that reach the expression, if any.
  private static Evaluator folded(Evaluator function, List<Evaluator> arguments, SqlType type) {
    for (Evaluator argument : arguments)
      if (!(argument instanceof Constant)) return function;
    var one = new Batch(0);
    one.size = 1;
    try {
      Vector result = function.eval(one, null, 1);
      return new Constant(result.boxed(0), type);
    } catch (SqlException _) {
      return function;
    }
  }
}
