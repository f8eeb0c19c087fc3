// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Identifier;
import org.redexdb.grammar.tree.Path;
import org.redexdb.grammar.tree.Span;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Op;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexTree;

/// The sources of one SELECT and what names mean among them.
final class Scope {
  private final List<Relation> relations = new ArrayList<>();
  private final IdentityHashMap<Rex.Ref, Span> places = new IdentityHashMap<>();
  private final Problems problems;
  /// What is known of the aggregates of the SELECT.
  private IntFunction<SourceColumn> aggregateColumns = index -> {
    throw new IllegalStateException("no aggregates here");
  };
  private int from;

  Scope(Problems problems) {
    this.problems = problems;
  }

  List<Relation> relations() { return relations; }

  void aggregateColumns(IntFunction<SourceColumn> columns) { aggregateColumns = columns; }

  void add(Relation relation, Span at) {
    for (var other : relations) {
      if (other.alias().equals(relation.alias()))
        throw problems.invalid("42712", "two sources are called \"" + relation.alias()
            + "\"; give one an alias: … AS x", at);
    }
    if (relations.size() > Slots.RELATIONS_MAX) throw problems.invalid("54000", "too many sources in one FROM", at);
    relations.add(relation);
  }

  /// Hides the relations before this one: an ON condition sees only the two sides of its own join.
  ///
  /// @return what was hidden until now, for setting it back
  int hideBefore(int first) {
    int before = from;
    from = first;
    return before;
  }

  /// What is known of the column that a reference stands for.
  SourceColumn column(Rex.Ref ref) {
    return Slots.relation(ref) == Slots.AGGREGATES
        ? aggregateColumns.apply(Slots.column(ref))
        : relations.get(Slots.relation(ref)).column(Slots.column(ref));
  }

  /// Where a reference stands in the text, if a name made it.
  @Nullable
  Span placeOf(Rex.Ref ref) { return places.get(ref); }

  /// Whether every value is certain to be of the expression's static type.
  boolean certain(Rex rex) {
    return switch (rex) {
      case Rex.Literal _,Rex.Now _,Rex.Cast _,Rex.In _ -> true;
      case Rex.Parameter parameter -> parameter.type().kind() != SqlType.Kind.ANY;
      case Rex.Ref ref -> column(ref).certain();
      case Rex.Call call when call.type().kind() == SqlType.Kind.ANY -> false;
      case Rex.Call call -> switch (call.op()) {
        case ADD, SUBTRACT, MULTIPLY, DIVIDE, DIVIDE_TRUNCATING, MODULO, NEGATE, ABS, CEIL, FLOOR, ROUND, SIGN,
            COALESCE, NULLIF, GREATEST, LEAST ->
          call.arguments().stream().allMatch(this::certain);
        default -> true;
      };
      case Rex.Case choice -> RexTree.children(choice).stream().allMatch(this::certain);
    };
  }

  /// Whether NULL is possible.
  boolean nullable(Rex rex) {
    return switch (rex) {
      case Rex.Literal literal -> literal.value() == null;
      case Rex.Now _ -> false;
      case Rex.Ref ref -> column(ref).nullable();
      case Rex.Call call -> switch (call.op()) {
        case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_FALSE, IS_DISTINCT, IS_NOT_DISTINCT -> false;
        case COALESCE -> call.arguments().stream().allMatch(this::nullable);
        default -> true;
      };
      case Rex.Parameter _,Rex.Case _,Rex.In _,Rex.Cast _ -> true;
    };
  }

  /// The value that a name or path stands for.
  Rex resolve(Path path) {
    var steps = path.steps();
    var qualified = qualifier(path);
    if (qualified >= 0) {
      var name = ((Path.Name) steps.get(1)).identifier();
      var resolved = relations.get(qualified).resolve(name, steps.subList(2, steps.size()));
      if (resolved == null) throw unknown(name, List.of(relations.get(qualified)), name.span());
      return value(qualified, resolved, path.span());
    }
    var rest = steps.subList(1, steps.size());
    return unique(path, relation -> relation.resolve(path.head(), rest));
  }

  /// `HAS(path)`.
  Rex resolveHas(Path path) {
    var steps = path.steps();
    var qualified = qualifier(path);
    if (qualified < 0) {
      var rest = steps.subList(1, steps.size());
      return unique(path, relation -> relation.resolveHas(path.head(), rest));
    }
    var name = ((Path.Name) steps.get(1)).identifier();
    var resolved = relations.get(qualified).resolveHas(name, steps.subList(2, steps.size()));
    if (resolved == null) throw unknown(name, List.of(relations.get(qualified)), name.span());
    return value(qualified, resolved, path.span());
  }

  private interface Lookup {
    Relation.@Nullable Resolved in(Relation relation);
  }

  private Rex unique(Path path, Lookup lookup) {
    var found = new LinkedHashMap<Integer, Relation.Resolved>();
    for (int i = from; i < relations.size(); i++) {
      var resolved = lookup.in(relations.get(i));
      if (resolved != null) found.put(i, resolved);
    }
    if (found.isEmpty()) throw unknown(path.head(), relations.subList(from, relations.size()), path.span());
    if (found.size() > 1) {
      var candidates = found.keySet().stream().map(i -> relations.get(i).alias() + "." + path.head().text()).toList();
      throw problems.invalid("42702", "\"" + path.head().text() + "\" is ambiguous: it may mean "
          + String.join(" or ", candidates), path.span());
    }
    var only = found.firstEntry();
    return value(only.getKey(), only.getValue(), path.span());
  }

  /// Number of the relation that the head of the path names, or -1.
  private int qualifier(Path path) {
    if (path.steps().size() < 2 || !(path.steps().get(1) instanceof Path.Name)) return -1;
    for (int i = from; i < relations.size(); i++) {
      if (relations.get(i).alias().equals(path.head().folded())) return i;
    }
    return -1;
  }

  /// Number of the relation with this alias.
  int relation(Identifier alias) {
    for (int i = from; i < relations.size(); i++) {
      if (relations.get(i).alias().equals(alias.folded())) return i;
    }
    var aliases = relations.stream().map(Relation::alias).toList();
    throw problems.invalid("42P01", "no source is called \"" + alias.text() + "\" here"
        + NameHint.of(alias.text(), aliases), alias.span());
  }

  Rex.Ref ref(int relation, int column) {
    return Slots.ref(relation, column, relations.get(relation).column(column).type());
  }

  private Rex value(int relation, Relation.Resolved resolved, Span at) {
    var ref = ref(relation, resolved.column());
    places.put(ref, at);
    if (resolved.remaining().isEmpty()) return ref;
    var column = column(ref);
    var kind = column.type().kind();
    if (kind != SqlType.Kind.JSON && kind != SqlType.Kind.ANY)
      throw problems.invalid("42804", "\"" + column.name() + "\" is " + column.type() + ": there is nothing inside it",
          resolved.remaining().getFirst().span());
    var arguments = new ArrayList<Rex>();
    arguments.add(ref);
    for (var step : resolved.remaining()) arguments.add(PathSteps.argument(step));
    return new Rex.Call(Op.JSON_GET, arguments, SqlType.ANY);
  }

  private RuntimeException unknown(Identifier name, List<Relation> searched, Span at) {
    if (searched.isEmpty())
      return problems.invalid("42703", "no column \"" + name.text() + "\": there is no FROM", at);
    var where = searched.stream().map(Relation::alias).toList();
    for (var relation : searched) {
      if (relation instanceof ChannelRelation channel && channel.channelName().equals(name.folded()))
        return problems.invalid("42703", "no column \"" + name.text() + "\"; the channel is called \""
            + relation.alias() + "\" here", at);
    }
    var known = searched.stream().flatMap(relation -> relation.names().stream()).toList();
    String hint = NameHint.of(name.text(), known);
    boolean payload = searched.stream().anyMatch(ChannelRelation.class::isInstance);
    if (hint.isEmpty()) {
      // Double quotes around a text: some other databases let it pass.
      if (name.quoted()) hint = "; a text stands in single quotes, '" + name.text().replace("'", "''") + "'";
      if (payload) hint += "; payload." + written(name) + " reads a field that no event had yet";
    }
    return problems.invalid("42703", "no column \"" + name.text() + "\" in " + String.join(", ", where) + hint, at);
  }

  private static String written(Identifier name) {
    return name.quoted() ? "\"" + name.text().replace("\"", "\"\"") + "\"" : name.text();
  }
}
