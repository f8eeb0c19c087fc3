// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import org.redexdb.grammar.Rql;
import org.redexdb.grammar.SyntaxException;
import org.redexdb.grammar.tree.Query;
import org.redexdb.grammar.tree.Statement;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.bind.Context;
import org.redexdb.meshdb.bind.Problems;

/// From text to a statement ready to run.
public final class Statements {
  private Statements() {}

  /// @throws SqlException.Invalid 42601 with the parser's picture of the place
  public static Statement parse(String text) {
    try {
      return Rql.parseOne(text);
    } catch (SyntaxException e) {
      throw new SqlException.Invalid(e.sqlState(), String.valueOf(e.getMessage()), e.line(), e.column(), e);
    }
  }

  public static Prepared prepare(String text, Statement statement, Engine engine, Settings settings) {
    var context = new Context(engine.catalog(), engine.fields(), settings.zone(), new Problems(text));
    return switch (statement) {
      case Query query -> new QueryStatement(engine, query, context);
      case Statement.Insert insert -> new InsertStatement(engine, insert, context);
      case Statement.Append append -> new AppendStatement(engine, append, context);
      case Statement.CreateTable create -> new CreateTableStatement(engine, create, context);
      case Statement.CreateChannel create -> new CreateChannelStatement(engine, create, context.problems());
      case Statement.DropChannel drop -> new DropStatement(engine, drop, context);
      case Statement.ShowChannels show -> new ShowChannelsStatement(engine, show.like());
      case Statement.ShowChannelStatus show -> new ShowChannelStatusStatement(engine, show.like());
      case Statement.ShowStatus _ -> new ShowStatusStatement(engine);
      case Statement.Describe describe -> new DescribeStatement(engine, describe, context);
      case Statement.Explain explain -> new ExplainStatement(engine, explain, context);
      case Statement.SetOption set -> new SetStatement(set, context.problems());
      case Statement.Unsupported unsupported -> throw refused(unsupported, context.problems());
    };
  }

  private static RuntimeException refused(Statement.Unsupported statement, Problems problems) {
    String verb = statement.verb().name();
    if (statement.verb().rewritesHistory())
      return new SqlException.NotSupported(verb + ": channels are append-only. Append an event that says what changed"
          + " (INSERT INTO …) and read the last state per key; DROP CHANNEL removes a channel as a whole");
    return problems.unsupported(verb, "", statement.span());
  }
}
