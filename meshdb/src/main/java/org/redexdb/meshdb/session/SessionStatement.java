// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Statement;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.PreparedSql;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.exec.Cancellation;
import org.redexdb.meshdb.statement.Invocation;
import org.redexdb.meshdb.statement.ParameterConversion;
import org.redexdb.meshdb.statement.Prepared;
import org.redexdb.meshdb.statement.Statements;

/// A statement of a session: parsed once, bound again whenever what it was bound to has changed.
final class SessionStatement implements PreparedSql {
  private final Session session;
  private final String text;
  private final Statement parsed;
  private Prepared prepared;
  private long boundWith;
  /// Set while [#execute] runs.
  private volatile @Nullable Cancellation executing;

  SessionStatement(Session session, String text) {
    this.session = session;
    this.text = text;
    this.parsed = Statements.parse(text);
    var cancellation = session.begin();
    try {
      this.prepared = prepare(cancellation);
    } finally {
      session.end(cancellation);
    }
    this.boundWith = session.settingsVersion();
  }

  private Prepared prepare(Cancellation cancellation) {
    return session.checked(cancellation,
        () -> Statements.prepare(text, parsed, session.engine(), session.settings()));
  }

  @Override
  public String text() { return text; }

  @Override
  public int parameterCount() { return prepared.parameterTypes().size(); }

  @Override
  public List<SqlType> parameterTypes() { return prepared.parameterTypes(); }

  @Override
  public List<Column> columns() { return prepared.columns(); }

  @Override
  public boolean returnsRows() { return !prepared.columns().isEmpty(); }

  @Override
  public SqlResult execute(List<? extends @Nullable Object> parameters) {
    session.checkOpen();
    var cancellation = session.begin();
    executing = cancellation;
    boolean rows = false;
    try {
      if (boundWith != session.settingsVersion() || !session.checked(cancellation, prepared::current)) {
        prepared = prepare(cancellation);
        boundWith = session.settingsVersion();
      }
      var values = ParameterConversion.convert(parameters, prepared.parameterTypes(), session.settings().zone());
      var invocation = new Invocation(values, session.settings(), cancellation, session.engine().time().epochNanos());
      var result = session.checked(cancellation, () -> prepared.execute(invocation));
      if (parsed instanceof Statement.SetOption) session.settingsChanged();
      if (!(result instanceof SqlResult.Rows(var cursor))) return result;
      rows = true;
      return new SqlResult.Rows(new SessionCursor(session, cursor, cancellation));
    } finally {
      executing = null;
      if (!rows) session.end(cancellation);
    }
  }

  @Override
  public void cancel() {
    Cancellation running = executing;
    if (running != null) running.cancel("cancelled by the user");
  }
}
