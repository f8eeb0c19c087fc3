// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;

/// Ways to walk and rebuild bound expressions. Nothing is changed in place; an expression in which nothing changes comes
/// back as the same instance, so that callers can see with `==` whether something happened.
// An instance that comes back unchanged is the sign that nothing had to be done.
@SuppressWarnings("ReferenceEquality")
public final class RexTree {
  public static final Rex TRUE = new Rex.Literal(true, SqlType.BOOLEAN);

  private RexTree() {}

  /// The expressions directly below.
  public static List<Rex> children(Rex rex) {
    return switch (rex) {
      case Rex.Literal _,Rex.Parameter _,Rex.Ref _,Rex.Now _ -> List.of();
      case Rex.Call call -> call.arguments();
      case Rex.Case choice -> {
        var children = new ArrayList<Rex>();
        for (var branch : choice.branches()) {
          children.add(branch.condition());
          children.add(branch.result());
        }
        children.add(choice.otherwise());
        yield children;
      }
      case Rex.In in -> {
        var children = new ArrayList<Rex>(in.elements().size() + 1);
        children.add(in.value());
        children.addAll(in.elements());
        yield children;
      }
      case Rex.Cast cast -> List.of(cast.value());
    };
  }

  /// The expression with every direct child replaced by what `change` gives for it.
  public static Rex rebuild(Rex rex, UnaryOperator<Rex> change) {
    return switch (rex) {
      case Rex.Literal _,Rex.Parameter _,Rex.Ref _,Rex.Now _ -> rex;
      case Rex.Call call -> {
        var arguments = changed(call.arguments(), change);
        yield arguments == call.arguments() ? call : new Rex.Call(call.op(), arguments, call.type(), call.place());
      }
      case Rex.Case choice -> rebuildCase(choice, change);
      case Rex.In in -> {
        Rex value = change.apply(in.value());
        var elements = changed(in.elements(), change);
        yield value == in.value() && elements == in.elements() ? in : new Rex.In(value, elements, in.place());
      }
      case Rex.Cast cast -> {
        Rex value = change.apply(cast.value());
        yield value == cast.value() ? cast : new Rex.Cast(value, cast.type(), cast.place());
      }
    };
  }

  private static Rex rebuildCase(Rex.Case choice, UnaryOperator<Rex> change) {
    boolean same = true;
    var branches = new ArrayList<Rex.When>(choice.branches().size());
    for (var branch : choice.branches()) {
      Rex condition = change.apply(branch.condition());
      Rex result = change.apply(branch.result());
      same &= condition == branch.condition() && result == branch.result();
      branches.add(new Rex.When(condition, result));
    }
    Rex otherwise = change.apply(choice.otherwise());
    return same && otherwise == choice.otherwise() ? choice : new Rex.Case(branches, otherwise, choice.type());
  }

  private static List<Rex> changed(List<Rex> rexes, UnaryOperator<Rex> change) {
    boolean same = true;
    var result = new ArrayList<Rex>(rexes.size());
    for (Rex rex : rexes) {
      Rex now = change.apply(rex);
      same &= now == rex;
      result.add(now);
    }
    return same ? rexes : result;
  }

  /// Replaces from the top: where `replacement` gives an expression it is taken and not looked into, else the children
  /// are tried.
  public static Rex replace(Rex rex, Function<Rex, @Nullable Rex> replacement) {
    Rex replaced = replacement.apply(rex);
    return replaced != null ? replaced : rebuild(rex, child -> replace(child, replacement));
  }

  /// Replaces every column reference.
  public static Rex replaceRefs(Rex rex, Function<Rex.Ref, Rex> replacement) {
    return replace(rex, part -> part instanceof Rex.Ref ref ? replacement.apply(ref) : null);
  }

  /// Whether the expression or a part of it meets the condition.
  public static boolean any(Rex rex, Predicate<Rex> condition) {
    if (condition.test(rex)) return true;
    for (Rex child : children(rex)) {
      if (any(child, condition)) return true;
    }
    return false;
  }

  /// Columns referred to.
  public static BitSet columns(Rex rex) {
    var columns = new BitSet();
    collectColumns(rex, columns);
    return columns;
  }

  private static void collectColumns(Rex rex, BitSet columns) {
    if (rex instanceof Rex.Ref ref) columns.set(ref.column());
    for (Rex child : children(rex)) collectColumns(child, columns);
  }

  /// Whether the value is the same for every row and every execution.
  public static boolean constant(Rex rex) {
    return !any(rex, part -> part instanceof Rex.Ref || part instanceof Rex.Parameter || part instanceof Rex.Now);
  }

  /// The parts of a chain of ANDs, in order; none for null.
  public static List<Rex> conjuncts(@Nullable Rex condition) {
    if (condition == null) return List.of();
    var parts = new ArrayList<Rex>();
    collectConjuncts(condition, parts);
    return parts;
  }

  private static void collectConjuncts(Rex condition, List<Rex> parts) {
    if (condition instanceof Rex.Call(Op op, var arguments, _, _) && op == Op.AND) {
      for (Rex argument : arguments) collectConjuncts(argument, parts);
    } else {
      parts.add(condition);
    }
  }

  /// All parts at once, null for none.
  public static @Nullable Rex and(List<Rex> parts) {
    return switch (parts.size()) {
      case 0 -> null;
      case 1 -> parts.getFirst();
      default -> new Rex.Call(Op.AND, parts, SqlType.BOOLEAN);
    };
  }
}
