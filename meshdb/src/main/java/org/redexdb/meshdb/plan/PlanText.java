// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.redexdb.meshdb.plan.ScanColumn.Intrinsic;

/// A plan as indented lines, one per node, with what each scan was asked to do below it. What EXPLAIN prints: the text
/// of a plan changes only with the plan.
public final class PlanText {
  private static final String INDENT = "  ";

  private final List<String> lines = new ArrayList<>();

  private PlanText() {}

  public static List<String> lines(Plan plan) {
    var text = new PlanText();
    text.node(plan, "");
    return text.lines;
  }

  private void node(Plan plan, String indent) {
    switch (plan) {
      case Plan.Scan scan -> scan(scan, indent);
      case Plan.Values values -> lines.add(indent + "Values " + count(values.rows().size(), "row"));
      case Plan.Filter(var input, var predicate) -> lines.add(indent + "Filter " + RexText.of(predicate, names(input)));
      case Plan.Project(var input, var expressions) ->
        lines.add(indent + "Project " + RexText.list(expressions, names(input)));
      case Plan.Aggregate aggregate -> lines.add(indent + aggregate(aggregate));
      case Plan.Sort sort -> lines.add(indent + sort(sort));
      case Plan.Limit(_, long limit, long offset) -> lines.add(indent + "Limit" + rows(limit, offset));
      case Plan.Distinct _ -> lines.add(indent + "Distinct");
      case Plan.Join join -> lines.add(indent + join(join));
    }
    for (Plan input : PlanTree.inputs(plan)) node(input, indent + INDENT);
  }

  private static String count(int count, String what) { return count + " " + what + (count == 1 ? "" : "s"); }

  private void scan(Plan.Scan scan, String indent) {
    lines.add(indent + "Scan " + scan.channel().name());
    String detail = indent + INDENT + "· ";
    var names = names(scan);
    lines.add(detail + "reads " + (names.isEmpty() ? "no columns" : String.join(", ", names)));
    String range = range(scan.travel());
    if (!range.isEmpty()) lines.add(detail + "range " + range);
    if (scan.predicate() != null) lines.add(detail + "where " + RexText.of(scan.predicate(), names));
    if (scan.limit() >= 0) lines.add(detail + "stops after " + scan.limit());
  }

  private static String range(Travel travel) {
    return switch (travel) {
      case Travel.All _ -> "";
      case Travel.AtSeq(Rex seq) -> "seq " + text(seq);
      case Travel.SeqRange(Rex from, Rex to) -> "seq [" + text(from) + ", "
          + (to instanceof Rex.Literal(Long end, _) && end == Long.MAX_VALUE ? "end" : text(to)) + ")";
      case Travel.AsOfSeq(Rex seq) -> "up to seq " + text(seq);
      case Travel.AsOfTime(Rex time) -> "as of " + text(time);
      case Travel.TimeRange(Rex from, Rex to, boolean inclusive) ->
        "time [" + text(from) + ", " + text(to) + (inclusive ? "]" : ")");
    };
  }

  private static String text(Rex rex) { return RexText.of(rex, List.of()); }

  private static String aggregate(Plan.Aggregate aggregate) {
    var names = names(aggregate.input());
    var calls = aggregate.calls().stream().map(call -> call(call, names)).collect(Collectors.joining(", "));
    String keys = aggregate.keys().isEmpty() ? "" : " by " + RexText.list(aggregate.keys(), names);
    return "Aggregate" + keys + (calls.isEmpty() ? "" : ": " + calls);
  }

  private static String call(Plan.AggregateCall call, List<String> names) {
    String argument = call.argument() == null ? "*" : RexText.of(call.argument(), names);
    return call.function().name().toLowerCase(Locale.ROOT) + "(" + (call.distinct() ? "DISTINCT " : "") + argument + ")"
        + (call.filter() == null ? "" : " FILTER (WHERE " + RexText.of(call.filter(), names) + ")");
  }

  private static String sort(Plan.Sort sort) {
    var names = names(sort.input());
    return "Sort by " + sort.keys().stream().map(key -> RexText.of(key.value(), names)
        + (key.descending() ? " desc" : " asc") + (key.nullsFirst() ? " nulls first" : " nulls last"))
        .collect(Collectors.joining(", "))
        + (sort.limit() < 0 && sort.offset() == 0
            ? ""
            : ", keep"
                + rows(sort.limit(), sort.offset()));
  }

  private static String rows(long limit, long offset) {
    return (limit < 0 ? " all" : " " + limit) + (offset > 0 ? " after " + offset : "");
  }

  private static String join(Plan.Join join) {
    var left = names(join.left());
    var right = names(join.right());
    var keys = new ArrayList<String>();
    for (int i = 0; i < join.leftKeys().size(); i++)
      keys.add(RexText.of(join.leftKeys().get(i), left) + " = " + RexText.of(join.rightKeys().get(i), right));
    return (keys.isEmpty() ? "Cross join" : "Hash join on " + String.join(", ", keys))
        + (join.residual() == null ? "" : " and if " + RexText.of(join.residual(), names(join)));
  }

  /// Names of the columns that a node gives.
  public static List<String> names(Plan plan) {
    return switch (plan) {
      case Plan.Scan scan -> scan.columns().stream().map(PlanText::name).toList();
      case Plan.Values values -> numbered(values.types().size());
      case Plan.Filter(var input, _) -> names(input);
      case Plan.Sort sort -> names(sort.input());
      case Plan.Limit(var input, _, _) -> names(input);
      case Plan.Distinct(var input) -> names(input);
      case Plan.Project(var input, var expressions) -> {
        var below = names(input);
        yield expressions.stream().map(rex -> RexText.of(rex, below)).toList();
      }
      case Plan.Aggregate aggregate -> {
        var below = names(aggregate.input());
        var names = new ArrayList<String>();
        for (Rex key : aggregate.keys()) names.add(RexText.of(key, below));
        for (var call : aggregate.calls()) names.add(call(call, below));
        yield names;
      }
      case Plan.Join join -> sides(names(join.left()), names(join.right()));
    };
  }

  private static List<String> sides(List<String> left, List<String> right) {
    var names = new ArrayList<String>();
    for (String name : left) names.add(right.contains(name) ? "left." + name : name);
    for (String name : right) names.add(left.contains(name) ? "right." + name : name);
    return names;
  }

  private static List<String> numbered(int width) {
    var names = new ArrayList<String>();
    for (int i = 1; i <= width; i++) names.add("column" + i);
    return names;
  }

  private static String name(ScanColumn column) {
    return switch (column) {
      case ScanColumn.Intrinsic(var kind) -> kind == Intrinsic.Kind.PAYLOAD
          ? "payload"
          : "event_" + kind.name().toLowerCase(Locale.ROOT);
      case ScanColumn.Field(var steps, _) -> path(steps);
      case ScanColumn.Declared(String name, _) -> name;
      case ScanColumn.Has(var steps) -> "HAS(" + path(steps) + ")";
    };
  }

  private static String path(List<PathStep> steps) {
    var text = new StringBuilder("payload");
    for (var step : steps) {
      switch (step) {
        case PathStep.Key(String name) when name.matches("[A-Za-z_][A-Za-z0-9_]*") -> text.append('.').append(name);
        case PathStep.Key(String name) -> text.append("[\"").append(name).append("\"]");
        case PathStep.Index(int index) -> text.append('[').append(index).append(']');
      }
    }
    return text.toString();
  }
}
