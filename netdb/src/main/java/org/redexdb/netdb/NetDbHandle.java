// SPDX-License-Identifier: Apache-2.0
package org.redexdb.netdb;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.PreparedSql;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlSession;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Transaction;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.VerifyReport;
import org.redexdb.storage.api.Where;

/// One user's handle on a store that others in the process may share.
final class NetDbHandle implements NetDb {
  private final SharedDb shared;
  private final AtomicBoolean closed = new AtomicBoolean();

  NetDbHandle(SharedDb shared) {
    this.shared = shared;
  }

  @Override
  public @Nullable Path directory() { return shared.directory(); }

  @Override
  public boolean readOnly() { return redex().readOnly(); }

  @Override
  public Channel channel(String name) { return redex().channel(name); }

  @Override
  public Optional<Channel> findChannel(String name) { return redex().findChannel(name); }

  @Override
  public Channel createChannel(String name, ChannelOptions options) { return redex().createChannel(name, options); }

  @Override
  public void dropChannel(String name) { redex().dropChannel(name); }

  @Override
  public List<Channel> channels() { return redex().channels(); }

  @Override
  public Map<String, Receipt> transaction(Consumer<Transaction> body) { return redex().transaction(body, null); }

  @Override
  public Map<String, Receipt> transaction(Consumer<Transaction> body, Ack ack) {
    return redex().transaction(body, ack);
  }

  @Override
  public SqlSession session() {
    redex();
    return shared.mesh().session();
  }

  @Override
  public RowCursor query(String sql, @Nullable Object... parameters) {
    return switch (run(sql, true, parameters)) {
      case SqlResult.Rows(RowCursor cursor) -> cursor;
      case SqlResult.Appended _,SqlResult.Done _ -> throw new AssertionError("a statement that returns rows gave none");
    };
  }

  @Override
  public SqlResult execute(String sql, @Nullable Object... parameters) { return run(sql, false, parameters); }

  private SqlResult run(String sql, boolean rowsExpected, @Nullable Object... parameters) {
    SqlSession session = session();
    try {
      PreparedSql prepared = session.prepare(sql);
      // Before it runs: an INSERT that was given to query must not have happened when the error comes.
      if (rowsExpected && !prepared.returnsRows())
        throw new SqlException.Invalid("02000", "the statement returns no rows, so it was not run; run it with execute",
            0, 0, null);
      SqlResult result = prepared.execute(Arrays.asList(parameters));
      if (result instanceof SqlResult.Rows(RowCursor cursor))
        return new SqlResult.Rows(new SessionCursor(session, cursor));
      session.close();
      return result;
    } catch (Throwable t) {
      session.close();
      throw t;
    }
  }

  @Override
  public VerifyReport verify(Progress progress) { return redex().verify(progress); }

  @Override
  public NetDbStatus status() {
    return new NetDbStatus(redex().status(), shared.mesh().memoryLimitBytes(), shared.mesh().memoryUsedBytes());
  }

  @Override
  public List<String> recoveryNotes() { return redex().recoveryNotes(); }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) shared.release();
  }

  private Redex redex() {
    if (closed.get()) {
      Path directory = shared.directory();
      throw new StorageException.Closed(directory == null ? Where.NOWHERE : Where.file(directory), "this NetDb");
    }
    return shared.redex();
  }
}
