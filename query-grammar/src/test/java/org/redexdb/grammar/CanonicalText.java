// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.ChannelRef;
import org.redexdb.grammar.tree.ColumnDefinition;
import org.redexdb.grammar.tree.DataType;
import org.redexdb.grammar.tree.EventWindow;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.FromItem;
import org.redexdb.grammar.tree.Identifier;
import org.redexdb.grammar.tree.KeyConstraint;
import org.redexdb.grammar.tree.Latest;
import org.redexdb.grammar.tree.OptionSetting;
import org.redexdb.grammar.tree.Over;
import org.redexdb.grammar.tree.Path;
import org.redexdb.grammar.tree.Query;
import org.redexdb.grammar.tree.QueryBody;
import org.redexdb.grammar.tree.SelectItem;
import org.redexdb.grammar.tree.SortItem;
import org.redexdb.grammar.tree.Statement;
import org.redexdb.grammar.tree.TableAlias;
import org.redexdb.grammar.tree.Travel;

/// Prints a tree as RQL with every operator in parentheses and every default spelt out: two texts with the same canonical
/// text have the same tree, and the canonical text is RQL again.
final class CanonicalText {
  private CanonicalText() {}

  static String of(Statement statement) {
    return switch (statement) {
      case Query query -> query(query);
      case Statement.Insert insert -> "INSERT INTO " + channel(insert.channel()) + names(insert.columns()) + " "
          + query(insert.source()) + returning(insert.returning());
      case Statement.Append append -> "APPEND TO " + channel(append.channel()) + " "
          + list(append.events(), event -> event.format() + " " + expression(event.value()))
          + optional(" EXPECT SEQ ", append.expectSeq()) + returning(append.returning());
      case Statement.CreateTable table -> "CREATE TABLE " + (table.ifNotExists() ? "IF NOT EXISTS " : "")
          + channel(table.name()) + " (" + list(table.columns(), CanonicalText::column)
          + table.keys().stream().map(key -> ", " + key(key)).collect(Collectors.joining()) + ")"
          + options(table.options());
      case Statement.CreateChannel create -> "CREATE CHANNEL " + (create.ifNotExists() ? "IF NOT EXISTS " : "")
          + channel(create.name()) + options(create.options());
      case Statement.DropChannel drop ->
        "DROP CHANNEL " + (drop.ifExists() ? "IF EXISTS " : "") + channel(drop.name());
      case Statement.ShowChannels show -> "SHOW CHANNELS" + (show.like() == null ? "" : " LIKE " + string(show.like()));
      case Statement.ShowChannelStatus show ->
        "SHOW CHANNEL STATUS" + (show.like() == null ? "" : " LIKE " + string(show.like()));
      case Statement.ShowStatus ignored -> "SHOW STATUS";
      case Statement.Describe describe -> "DESCRIBE " + channel(describe.name());
      case Statement.Explain explain -> "EXPLAIN " + (explain.analyze() ? "ANALYZE " : "") + "FORMAT "
          + explain.format() + " " + query(explain.query());
      case Statement.SetOption set -> "SET " + name(set.name()) + " = "
          + (set.value() == null ? "DEFAULT" : expression(set.value()));
      case Statement.Unsupported unsupported -> unsupported.verb().name();
    };
  }

  static String query(Query query) {
    var with = query.with().isEmpty()
        ? ""
        : "WITH " + list(query.with(),
            table -> name(table.name()) + names(table.columns()) + " AS (" + query(table.query()) + ")") + " ";
    return with + body(query.body()) + (query.orderBy().isEmpty() ? "" : " ORDER BY " + sort(query.orderBy()))
        + optional(" LIMIT ", query.limit()) + optional(" OFFSET ", query.offset());
  }

  private static String body(QueryBody body) {
    return switch (body) {
      case QueryBody.Select select -> "SELECT " + (select.distinct() ? "DISTINCT " : "")
          + list(select.items(), CanonicalText::item) + (select.from() == null ? "" : " FROM " + from(select.from()))
          + optional(" WHERE ", select.where()) + (select.window() == null ? "" : " WINDOW " + window(select.window()))
          + (select.groupBy().isEmpty() ? "" : " GROUP BY " + expressions(select.groupBy()))
          + optional(" HAVING ", select.having());
      case QueryBody.Values values -> "VALUES " + list(values.rows(), row -> "(" + expressions(row) + ")");
      case QueryBody.Nested nested -> "(" + query(nested.query()) + ")";
      case QueryBody.SetOperation operation -> side(operation.left()) + " " + operation.operator()
          + (operation.all() ? " ALL " : " ") + side(operation.right());
    };
  }

  /// Braces, which RQL lacks, where parentheses would be a node of their own.
  private static String side(QueryBody body) {
    return body instanceof QueryBody.SetOperation ? "{" + body(body) + "}" : body(body);
  }

  private static String item(SelectItem item) {
    return switch (item) {
      case SelectItem.All ignored -> "*";
      case SelectItem.AllOf all -> name(all.qualifier()) + ".*";
      case SelectItem.Computed computed -> expression(computed.expression())
          + (computed.alias() == null ? "" : " AS " + name(computed.alias()));
    };
  }

  private static String from(FromItem item) {
    return switch (item) {
      case FromItem.Channel channel -> channel(channel.channel())
          + (channel.travel() == null ? "" : " " + travel(channel.travel()))
          + (channel.latest() == null ? "" : " " + latest(channel.latest())) + alias(channel.alias());
      case FromItem.Derived derived -> "(" + query(derived.query()) + ")" + alias(derived.alias());
      case FromItem.Unnest unnest -> "UNNEST(" + expression(unnest.array()) + ")"
          + (unnest.withOrdinality() ? " WITH ORDINALITY" : "") + alias(unnest.alias());
      case FromItem.Join join -> "(" + from(join.left()) + " " + join.kind() + " JOIN " + from(join.right())
          + optional(" ON ", join.on()) + (join.using().isEmpty() ? "" : " USING" + names(join.using())) + ")";
      case FromItem.AsofJoin join -> "(" + from(join.left()) + " ASOF " + (join.keepLeft() ? "LEFT " : "") + "JOIN "
          + from(join.right()) + " ON " + expression(join.on()) + optional(" TOLERANCE ", join.tolerance()) + ")";
    };
  }

  private static String travel(Travel travel) {
    return switch (travel) {
      case Travel.AtSeq at -> "AT SEQ " + expression(at.seq());
      case Travel.SeqRange range -> "FOR SEQ " + range(range.from(), range.to(), range.toIncluded());
      case Travel.TimeRange range -> "FOR TIME " + range(range.from(), range.to(), range.toIncluded());
      case Travel.AsOfSeq asOf -> "AS OF SEQ " + expression(asOf.seq());
      case Travel.AsOfTimestamp asOf -> "AS OF TIMESTAMP " + expression(asOf.time());
    };
  }

  private static String range(Expression from, Expression to, boolean included) {
    return included
        ? "BETWEEN " + expression(from) + " AND " + expression(to)
        : "FROM " + expression(from) + " TO " + expression(to);
  }

  private static String latest(Latest latest) {
    return "LATEST" + optional(" ", latest.count())
        + (latest.keys().isEmpty() ? "" : " BY " + expressions(latest.keys()));
  }

  private static String window(EventWindow window) {
    return switch (window) {
      case EventWindow.Tumble tumble -> "TUMBLE(" + tumble.axis() + " SIZE " + expression(tumble.size())
          + optional(" OFFSET ", tumble.offset()) + ")";
      case EventWindow.Hop hop -> "HOP(" + hop.axis() + " SIZE " + expression(hop.size()) + " SLIDE "
          + expression(hop.slide()) + optional(" OFFSET ", hop.offset()) + ")";
      case EventWindow.Session session -> "SESSION(" + session.axis() + " GAP " + expression(session.gap()) + ")";
    };
  }

  static String expression(Expression expression) {
    return switch (expression) {
      case Path path -> path(path);
      case Expression.IntegerLiteral literal -> literal.value().toString();
      case Expression.DecimalLiteral literal -> literal.value().scale() == 0
          ? literal.value().toPlainString() + "."
          : literal.value().toPlainString();
      case Expression.DoubleLiteral literal -> {
        var text = Double.toString(literal.value());
        yield text.contains("E") ? text : text + "E0";
      }
      case Expression.StringLiteral literal -> string(literal.value());
      case Expression.BooleanLiteral literal -> literal.value() ? "TRUE" : "FALSE";
      case Expression.NullLiteral ignored -> "NULL";
      case Expression.TimestampLiteral literal -> "TIMESTAMP " + string(literal.text());
      case Expression.DateLiteral literal -> "DATE " + string(literal.text());
      case Expression.IntervalLiteral literal -> "INTERVAL '" + literal.months() + " months " + literal.days()
          + " days " + literal.nanos() + " ns'";
      case Expression.BytesLiteral literal -> "X'" + literal.hex() + "'";
      case Expression.Parameter ignored -> "?";
      case Expression.DefaultValue ignored -> "DEFAULT";
      case Expression.Unary unary -> (unary.operator() == Expression.UnaryOperator.MINUS ? "(- " : "(+ ")
          + expression(unary.operand()) + ")";
      case Expression.Binary binary -> "(" + expression(binary.left()) + " " + binary.operator().symbol() + " "
          + expression(binary.right()) + ")";
      case Expression.Comparison comparison -> "(" + expression(comparison.left()) + " "
          + comparison.operator().symbol() + " " + expression(comparison.right()) + ")";
      case Expression.QuantifiedComparison comparison -> "(" + expression(comparison.left()) + " "
          + comparison.operator().symbol() + (comparison.all() ? " ALL (" : " ANY (") + query(comparison.query())
          + "))";
      case Expression.Logical logical -> logical.operands().stream().map(CanonicalText::expression)
          .collect(Collectors.joining(" " + logical.operator() + " ", "(", ")"));
      case Expression.Not not -> "(NOT " + expression(not.operand()) + ")";
      case Expression.Between between -> "(" + expression(between.value()) + not(between.negated()) + " BETWEEN "
          + expression(between.low()) + " AND " + expression(between.high()) + ")";
      case Expression.InList in -> "(" + expression(in.value()) + not(in.negated()) + " IN ("
          + expressions(in.elements()) + "))";
      case Expression.InQuery in -> "(" + expression(in.value()) + not(in.negated()) + " IN (" + query(in.query())
          + "))";
      case Expression.Like like -> "(" + expression(like.value()) + not(like.negated()) + " LIKE "
          + expression(like.pattern()) + optional(" ESCAPE ", like.escape()) + ")";
      case Expression.IsNull is -> "(" + expression(is.value()) + " IS" + not(is.negated()) + " NULL)";
      case Expression.IsDistinct is -> "(" + expression(is.left()) + " IS" + not(is.negated()) + " DISTINCT FROM "
          + expression(is.right()) + ")";
      case Expression.IsTruth is -> "(" + expression(is.value()) + " IS" + not(is.negated()) + " "
          + (is.truth() == null ? "UNKNOWN" : is.truth().toString().toUpperCase(Locale.ROOT)) + ")";
      case Expression.Case choice -> "CASE" + optional(" ", choice.operand())
          + choice.branches().stream().map(
              branch -> " WHEN " + expression(branch.condition()) + " THEN " + expression(branch.result()))
              .collect(Collectors.joining())
          + optional(" ELSE ", choice.otherwise()) + " END";
      case Expression.Cast cast -> "CAST(" + expression(cast.operand()) + " AS " + type(cast.type()) + ")";
      case Expression.FunctionCall call -> call(call);
      case Expression.Has has -> "HAS(" + path(has.path()) + ")";
      case Expression.Extract extract ->
        "EXTRACT(" + name(extract.unit()) + " FROM " + expression(extract.source()) + ")";
      case Expression.Row row -> "(" + expressions(row.elements()) + ")";
      case Expression.Subquery subquery -> "(" + query(subquery.query()) + ")";
      case Expression.Exists exists -> "EXISTS (" + query(exists.query()) + ")";
    };
  }

  private static String call(Expression.FunctionCall call) {
    return name(call.name()) + "(" + (call.star() ? "*" : "") + (call.distinct() ? "DISTINCT " : "")
        + expressions(call.arguments()) + ")"
        + (call.orderBy().isEmpty() ? "" : " WITHIN GROUP (ORDER BY " + sort(call.orderBy()) + ")")
        + (call.filter() == null ? "" : " FILTER (WHERE " + expression(call.filter()) + ")")
        + (call.over() == null ? "" : " OVER (" + over(call.over()) + ")");
  }

  private static String over(Over over) {
    var parts = new StringBuilder();
    parts.append(over.partitionBy().isEmpty() ? "" : "PARTITION BY " + expressions(over.partitionBy()));
    parts.append(over.orderBy().isEmpty() ? "" : " ORDER BY " + sort(over.orderBy()));
    if (over.frame() != null) {
      parts.append(over.frame().rows() ? " ROWS" : " RANGE").append(" BETWEEN ").append(bound(over.frame().start()))
          .append(" AND ").append(bound(over.frame().end()));
    }
    return parts.toString().strip();
  }

  private static String bound(Over.Bound bound) {
    return switch (bound) {
      case Over.Bound.Unbounded unbounded -> "UNBOUNDED" + side(unbounded.following());
      case Over.Bound.CurrentRow ignored -> "CURRENT ROW";
      case Over.Bound.Distance distance -> expression(distance.distance()) + side(distance.following());
    };
  }

  private static String side(boolean following) {
    return following ? " FOLLOWING" : " PRECEDING";
  }

  private static String path(Path path) {
    var text = new StringBuilder(name(path.head()));
    for (var step : path.steps().subList(1, path.steps().size())) {
      text.append(switch (step) {
        case Path.Name name -> "." + name(name.identifier());
        case Path.Key key -> "[\"" + key.text().replace("\"", "\"\"") + "\"]";
        case Path.Index index -> "[" + index.index() + "]";
      });
    }
    return text.toString();
  }

  private static String type(DataType type) {
    return type.kind() + (type.precision() == null
        ? ""
        : "(" + type.precision()
            + (type.scale() == null ? "" : ", " + type.scale()) + ")")
        + (type.withTimeZone() ? " WITH TIME ZONE" : "");
  }

  private static String column(ColumnDefinition column) {
    return name(column.name()) + " " + type(column.type()) + (column.notNull() ? " NOT NULL" : "")
        + optional(" DEFAULT ", column.defaultValue()) + (column.primaryKey() ? " PRIMARY KEY" : "")
        + (column.unique() ? " UNIQUE" : "");
  }

  private static String key(KeyConstraint key) {
    return (key.name() == null ? "" : "CONSTRAINT " + name(key.name()) + " ")
        + (key.primary() ? "PRIMARY KEY" : "UNIQUE") + names(key.columns());
  }

  private static String options(List<OptionSetting> options) {
    return options.isEmpty()
        ? ""
        : " WITH ("
            + list(options, option -> name(option.name()) + " = " + expression(option.value())) + ")";
  }

  private static String channel(ChannelRef channel) {
    return switch (channel) {
      case ChannelRef.Named named -> (named.schema() == null ? "" : name(named.schema()) + ".") + name(named.name());
      case ChannelRef.Origin origin -> "ORIGIN(" + string(origin.hex()) + ")";
    };
  }

  private static String alias(@Nullable TableAlias alias) {
    return alias == null ? "" : " AS " + name(alias.name()) + names(alias.columns());
  }

  private static String sort(List<SortItem> items) {
    return list(items, item -> expression(item.expression()) + (item.descending() ? " DESC" : " ASC")
        + (item.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"));
  }

  private static String returning(List<SelectItem> items) {
    return items.isEmpty() ? "" : " RETURNING " + list(items, CanonicalText::item);
  }

  private static String name(Identifier identifier) {
    return identifier.quoted() ? "\"" + identifier.text().replace("\"", "\"\"") + "\"" : identifier.text();
  }

  private static String names(List<Identifier> names) {
    return names.isEmpty() ? "" : " (" + list(names, CanonicalText::name) + ")";
  }

  private static String expressions(List<Expression> expressions) {
    return list(expressions, CanonicalText::expression);
  }

  private static String optional(String prefix, @Nullable Expression expression) {
    return expression == null ? "" : prefix + expression(expression);
  }

  private static String string(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String not(boolean negated) {
    return negated ? " NOT" : "";
  }

  private static <T> String list(List<T> items, Function<T, String> printed) {
    return items.stream().map(printed).collect(Collectors.joining(", "));
  }
}
