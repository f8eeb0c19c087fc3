// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.session;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.Rql;
import org.redexdb.grammar.SyntaxException;
import org.redexdb.meshdb.api.PreparedSql;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlSession;
import org.redexdb.meshdb.exec.Cancellation;
import org.redexdb.meshdb.statement.Engine;
import org.redexdb.meshdb.statement.Settings;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// One user's conversation. Confined to its thread, but for [#cancel].
///
/// Everything running is registered, so that cancelling and closing reach it from any thread.
public final class Session implements SqlSession {
  private final Engine engine;
  private final Consumer<Session> onClose;
  private final Settings settings = new Settings();
  private final Set<Cancellation> running = ConcurrentHashMap.newKeySet();
  private final Set<RowCursor> open = ConcurrentHashMap.newKeySet();
  /// Grows with every change of an option, because options take part in binding.
  private long settingsVersion;
  /// What ends the operation that this session's thread is in.
  private @Nullable Cancellation current;
  private volatile boolean closed;

  /// @param onClose told when this session is closed
  public Session(Engine engine, Consumer<Session> onClose) {
    this.engine = engine.checking(this::checkCurrent);
    this.onClose = onClose;
  }

  Engine engine() { return engine; }

  Settings settings() { return settings; }

  long settingsVersion() { return settingsVersion; }

  @Override
  public PreparedSql prepare(String sql) {
    checkOpen();
    return new SessionStatement(this, sql);
  }

  @Override
  public List<String> split(String script) {
    try {
      return Rql.parse(script).stream().map(statement -> statement.span().textIn(script)).toList();
    } catch (SyntaxException e) {
      throw new SqlException.Invalid(e.sqlState(), String.valueOf(e.getMessage()), e.line(), e.column(), e);
    }
  }

  @Override
  public void set(String option, String value) {
    checkOpen();
    settings.set(option, value);
    settingsChanged();
  }

  void settingsChanged() { settingsVersion++; }

  @Override
  public String option(String option) { return settings.text(option); }

  @Override
  public Map<String, String> options() { return settings.texts(); }

  /// Runs a part of a statement that may read channels by itself, on the session's thread.
  <T> T checked(Cancellation cancellation, Supplier<T> part) {
    Cancellation outer = current;
    current = cancellation;
    try {
      return part.get();
    } finally {
      current = outer;
    }
  }

  private void checkCurrent() {
    Cancellation now = current;
    if (now != null) now.check();
  }

  /// What ends the next operation early.
  Cancellation begin() {
    checkOpen();
    var cancellation = new Cancellation(engine.time(), settings.maxDurationNanos());
    running.add(cancellation);
    // Closed between the look and the entry: nobody else would tell.
    if (closed) cancellation.cancel("the session was closed");
    return cancellation;
  }

  void end(Cancellation cancellation) { running.remove(cancellation); }

  void opened(RowCursor cursor) { open.add(cursor); }

  void closed(RowCursor cursor) { open.remove(cursor); }

  @Override
  public void cancel() { running.forEach(cancellation -> cancellation.cancel("cancelled by the user")); }

  @Override
  public void close() {
    closed = true;
    running.forEach(cancellation -> cancellation.cancel("the session was closed"));
    open.forEach(RowCursor::close);
    onClose.accept(this);
  }

  void checkOpen() {
    if (closed) throw new StorageException.Closed(Where.NOWHERE, "the session");
  }
}
