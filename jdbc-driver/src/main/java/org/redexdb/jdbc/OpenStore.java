// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.error.SqlState;
import org.redexdb.jdbc.metadata.Catalog;
import org.redexdb.jdbc.runtime.Abandoned;
import org.redexdb.jdbc.statement.Alarm;
import org.redexdb.jdbc.statement.OpenRows;
import org.redexdb.jdbc.statement.RedexStatement;
import org.redexdb.jdbc.statement.StatementHost;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.SqlSession;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.Channel;
import org.redexdb.storage.api.RedexException;

/// What is behind a connection: a handle on the store, one session, the statements that are open.
///
/// Thread-safe. The lock hands the session, which is for one thread, from thread to thread; rows are read outside of it.
final class OpenStore implements StatementHost, Catalog {
  private static final System.Logger LOGGER = System.getLogger(OpenStore.class.getName());
  private static final String UNKNOWN_CHANNEL = "42P01";

  private final NetDb store;
  private final SqlSession session;
  private final Alarm alarm;
  private final String url;
  private final ReentrantLock lock = new ReentrantLock();
  /// Statements that are open, by what each holds. Weak: one that the program has let go of ends, it does not wait here for
  /// the connection to close.
  private final Map<OpenRows, WeakReference<RedexStatement>> statements = new ConcurrentHashMap<>();
  private volatile @Nullable Connection connection;
  private final AtomicBoolean closed = new AtomicBoolean();

  OpenStore(NetDb store, SqlSession session, Alarm alarm, String url) {
    this.store = store;
    this.session = session;
    this.alarm = alarm;
    this.url = url;
  }

  /// Once, before the connection is given out.
  void belongsTo(Connection owner) { connection = owner; }

  @Override
  public Connection connection() {
    Connection owner = connection;
    if (owner == null) throw new IllegalStateException("no connection yet");
    return owner;
  }

  void checkOpen() throws SQLException {
    if (closed.get()) throw SqlErrors.of(SqlState.CONNECTION_CLOSED, "the connection is closed");
  }

  boolean closed() { return closed.get(); }

  @Override
  public <T> T inSession(Function<SqlSession, T> work) throws SQLException {
    lock.lock();
    try {
      checkOpen();
      return work.apply(session);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Alarm alarm() { return alarm; }

  @Override
  public ZoneId zone() throws SQLException {
    try {
      return inSession(current -> ZoneId.of(current.option("time_zone")));
    } catch (RedexException e) {
      throw SqlErrors.of(e);
    }
  }

  <S extends RedexStatement> S remember(S statement) throws SQLException {
    OpenRows rows = statement.rows();
    statements.put(rows, new WeakReference<>(statement));
    Abandoned.whenUnreachable(statement, () -> abandoned(rows));
    if (closed.get()) {
      // Closed in between: nobody else will close this one.
      statement.close();
      checkOpen();
    }
    return statement;
  }

  @Override
  public void forget(RedexStatement statement) { statements.remove(statement.rows()); }

  private void abandoned(OpenRows rows) {
    statements.remove(rows);
    try {
      if (rows.close())
        LOGGER.log(System.Logger.Level.WARNING, "a statement of {0} was never closed; its rows are closed now", url);
    } catch (RedexException e) {
      LOGGER.log(System.Logger.Level.WARNING, "cannot close the rows of an abandoned statement of " + url, e);
    }
  }

  @Override
  public String url() { return url; }

  @Override
  public boolean readOnly() throws SQLException {
    checkOpen();
    return store.readOnly();
  }

  @Override
  public List<String> channels() throws SQLException {
    checkOpen();
    try {
      return store.channels().stream().map(Channel::name).sorted().toList();
    } catch (RedexException e) {
      throw SqlErrors.of(e);
    }
  }

  @Override
  public List<Column> columns(String channel) throws SQLException {
    try {
      String quoted = '"' + channel.replace("\"", "\"\"") + '"';
      return inSession(current -> current.prepare("SELECT * FROM " + quoted).columns());
    } catch (RedexException e) {
      // Dropped since it was listed.
      if (e.sqlState().equals(UNKNOWN_CHANNEL)) return List.of();
      throw SqlErrors.of(e);
    }
  }

  /// Stops what runs, ends all results, gives the handle back. The first error met is thrown when all is done.
  void close() throws SQLException {
    if (!closed.compareAndSet(false, true)) return;
    @Nullable
    SQLException failure = null;
    for (var given : Map.copyOf(statements).entrySet()) {
      try {
        RedexStatement statement = given.getValue().get();
        if (statement != null) statement.close();
        else
          given.getKey().close();
      } catch (SQLException e) {
        if (failure == null) failure = e;
        else
          failure.addSuppressed(e);
      }
    }
    lock.lock();
    try (store; session) {
      if (failure != null) throw failure;
    } catch (RedexException e) {
      throw SqlErrors.of(e);
    } finally {
      lock.unlock();
    }
  }
}
