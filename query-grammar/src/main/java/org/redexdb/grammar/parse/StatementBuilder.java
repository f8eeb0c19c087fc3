// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.ColumnDefinition;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.KeyConstraint;
import org.redexdb.grammar.tree.OptionSetting;
import org.redexdb.grammar.tree.Query;
import org.redexdb.grammar.tree.SelectItem;
import org.redexdb.grammar.tree.Statement;

/// Statements; holds the builders of everything inside one statement together.
final class StatementBuilder {
  private final ExpressionBuilder expressions;
  private final QueryBuilder queries;
  private final Depth depth;
  private final int[] parameterIndexes;

  private StatementBuilder(CommonTokenStream tokens) {
    depth = new Depth();
    expressions = new ExpressionBuilder(this, depth);
    queries = new QueryBuilder(this, expressions, depth, tokens);
    parameterIndexes = tokens.getTokens().stream().filter(token -> token.getType() == RqlParser.PARAMETER)
        .mapToInt(Token::getTokenIndex).toArray();
  }

  static Statement build(RqlParser.StatementContext context, CommonTokenStream tokens) {
    return new StatementBuilder(tokens).statement(context);
  }

  QueryBuilder queries() {
    return queries;
  }

  Query query(RqlParser.QueryContext context) {
    depth.enter(1, context);
    var query = queries.query(context);
    depth.leave(1);
    return query;
  }

  /// Parameters are numbered by where they stand, whatever the order in which the tree is built.
  Expression.Parameter parameter(Token token) {
    var number = Arrays.binarySearch(parameterIndexes, token.getTokenIndex()) + 1;
    return new Expression.Parameter(number, Spans.of(token));
  }

  private Statement statement(RqlParser.StatementContext context) {
    var span = Spans.of(context);
    return switch (context) {
      case RqlParser.QueryStatementContext query -> query(query.query());
      case RqlParser.InsertContext insert -> new Statement.Insert(Names.channel(insert.channelRef()),
          Names.list(insert.nameList()), query(insert.query()), returning(insert.returning()), span);
      case RqlParser.AppendContext append -> new Statement.Append(Names.channel(append.channelRef()),
          Each.of(append.appendedEvent(), this::appendedEvent),
          expressions.optionalValue(append.value()), returning(append.returning()), span);
      case RqlParser.CreateTableContext create -> createTable(create);
      case RqlParser.CreateChannelContext create -> new Statement.CreateChannel(create.ifNotExists() != null,
          Names.channel(create.channelRef()), options(create.options_()), span);
      case RqlParser.DropChannelContext drop ->
        new Statement.DropChannel(drop.EXISTS() != null, Names.channel(drop.channelRef()), span);
      case RqlParser.ShowChannelsContext show -> new Statement.ShowChannels(
          show.STRING() == null ? null : Literals.unquoted(show.STRING().getSymbol()), span);
      case RqlParser.ShowChannelStatusContext show -> new Statement.ShowChannelStatus(
          show.STRING() == null ? null : Literals.unquoted(show.STRING().getSymbol()), span);
      case RqlParser.ShowStatusContext ignored -> new Statement.ShowStatus(span);
      case RqlParser.DescribeContext describe ->
        new Statement.Describe(Names.channel(describe.channelRef()), span);
      case RqlParser.ExplainContext explain -> new Statement.Explain(explain.ANALYZE() != null,
          explain.JSON() != null ? Statement.ExplainFormat.JSON : Statement.ExplainFormat.TEXT,
          query(explain.query()), span);
      case RqlParser.SetOptionContext set -> {
        var value = set.optionValue();
        yield new Statement.SetOption(Names.identifier(set.identifier()), value == null ? null : optionValue(value),
            span);
      }
      case RqlParser.UnsupportedContext unsupported -> new Statement.Unsupported(
          Statement.Verb.valueOf(unsupported.verb.getText().toUpperCase(Locale.ROOT)), span);
      default -> throw new IllegalStateException("the grammar has a form that the tree lacks: " + context.getClass());
    };
  }

  private List<SelectItem> returning(RqlParser.@Nullable ReturningContext context) {
    return context == null ? List.of() : queries.items(context.selectItem());
  }

  private Statement.AppendedEvent appendedEvent(RqlParser.AppendedEventContext context) {
    var format = context.JSON() != null
        ? Statement.EventFormat.JSON
        : context.TEXT() != null ? Statement.EventFormat.TEXT : Statement.EventFormat.BYTES;
    var token = context.getStop();
    Expression value = switch (token.getType()) {
      case RqlParser.PARAMETER -> parameter(token);
      case RqlParser.BYTES_LITERAL -> Literals.bytes(token);
      default -> Literals.string(token);
    };
    return new Statement.AppendedEvent(format, value, Spans.of(context));
  }

  private Statement createTable(RqlParser.CreateTableContext context) {
    var columns = new ArrayList<ColumnDefinition>();
    var keys = new ArrayList<KeyConstraint>();
    for (var element : context.tableElement()) {
      switch (element) {
        case RqlParser.ColumnElementContext column -> columns.add(column(column));
        case RqlParser.KeyElementContext key -> keys.add(key(key));
        default -> throw new IllegalStateException("no such element of a table: " + element.getClass());
      }
    }
    if (columns.isEmpty()) {
      throw new Rejection("a table has at least one column", Spans.of(context.tableElement(0)),
          context.tableElement(0).getStart().getText());
    }
    return new Statement.CreateTable(context.ifNotExists() != null, Names.channel(context.channelRef()), columns, keys,
        options(context.options_()), Spans.of(context));
  }

  private static KeyConstraint key(RqlParser.KeyElementContext context) {
    var name = context.identifier();
    return new KeyConstraint(name == null ? null : Names.identifier(name), context.PRIMARY() != null,
        Names.list(context.nameList()), Spans.of(context));
  }

  private ColumnDefinition column(RqlParser.ColumnElementContext context) {
    var notNull = false;
    var primaryKey = false;
    var unique = false;
    Expression defaultValue = null;
    for (var option : context.columnOption()) {
      switch (option) {
        case RqlParser.NotNullOptionContext ignored -> notNull = true;
        case RqlParser.NullOptionContext ignored -> {
        }
        case RqlParser.DefaultOptionContext value -> defaultValue = expressions.value(value.value());
        case RqlParser.PrimaryKeyOptionContext ignored -> primaryKey = true;
        case RqlParser.UniqueOptionContext ignored -> unique = true;
        default -> throw new IllegalStateException("no such option of a column: " + option.getClass());
      }
    }
    return new ColumnDefinition(Names.identifier(context.identifier()), DataTypes.of(context.dataType()), notNull,
        defaultValue, primaryKey, unique, Spans.of(context));
  }

  private List<OptionSetting> options(RqlParser.@Nullable Options_Context context) {
    return context == null
        ? List.of()
        : Each.of(context.option(), option -> new OptionSetting(
            Names.identifier(option.identifier()), optionValue(option.optionValue()), Spans.of(option)));
  }

  private Expression optionValue(RqlParser.OptionValueContext context) {
    var span = Spans.of(context);
    return switch (context) {
      case RqlParser.NumberOptionContext number ->
        Literals.number(number.number().getStart(), number.MINUS() != null, span);
      case RqlParser.StringOptionContext string -> Literals.string(string.getStart());
      case RqlParser.BooleanOptionContext truth -> new Expression.BooleanLiteral(truth.TRUE() != null, span);
      case RqlParser.WordOptionContext word -> new Expression.StringLiteral(word(word), span);
      case RqlParser.ParameterOptionContext parameter -> parameter(parameter.getStart());
      default -> throw new IllegalStateException("no such value of an option: " + context.getClass());
    };
  }

  private static String word(RqlParser.WordOptionContext context) {
    var name = context.identifier();
    return name == null ? ((TerminalNode) context.getChild(0)).getText() : Names.identifier(name).text();
  }
}
