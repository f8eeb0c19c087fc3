// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.shell;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.cli.console.UserError;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlSession;
import org.redexdb.netdb.NetDb;
import org.redexdb.storage.api.StorageException;

/// The store and session that statements are run in. A shell that waits for its user must not keep other processes from
/// writing: it reads, takes the writer's place when a statement asks for it, and gives it back when the input it stood in
/// is through.
///
/// Threading: one thread, but for [#cancel].
public final class Conversation implements AutoCloseable {
  private final Supplier<NetDb> opener;
  private final @Nullable Supplier<NetDb> writer;
  private Map<String, String> options;
  private @Nullable Open reading;
  private @Nullable Open writing;
  private volatile @Nullable SqlSession current;

  private Conversation(Supplier<NetDb> opener, @Nullable Supplier<NetDb> writer, Map<String, String> options) {
    this.opener = opener;
    this.writer = writer;
    this.options = options;
    open();
  }

  /// In one store, for as long as it is open.
  ///
  /// @param options of the session by name
  public static Conversation in(Supplier<NetDb> store, Map<String, String> options) {
    return new Conversation(store, null, options);
  }

  /// Reads in one store, and opens another for what writes.
  public static Conversation reading(Supplier<NetDb> reader, Supplier<NetDb> writer, Map<String, String> options) {
    return new Conversation(reader, writer, options);
  }

  NetDb store() { return open().store; }

  SqlSession session() { return open().session; }

  /// Whether writes are refused for good.
  boolean readOnly() { return writer == null && store().readOnly(); }

  private Open open() {
    var there = writing == null ? reading : writing;
    if (there == null) {
      there = Open.of(opener, options);
      reading = there;
      current = there.session;
    }
    return there;
  }

  /// Runs one statement.
  SqlResult execute(String statement) {
    try {
      return session().execute(statement);
    } catch (StorageException.ReadOnly e) {
      // Refused before it did anything, so it can be run again where writing is allowed.
      if (writer == null || writing != null) throw e;
      return take(writer).execute(statement);
    }
  }

  private SqlSession take(Supplier<NetDb> from) {
    var taken = Open.of(from, session().options());
    writing = taken;
    current = taken.session;
    // What the reader has seen ends here; a new one sees what is written now.
    var old = reading;
    reading = null;
    if (old != null) old.close();
    return taken.session;
  }

  /// Gives the writer's place back, if it was taken. What was written is there for the next statement.
  void giveBack() {
    var taken = writing;
    if (taken == null) return;
    options = taken.session.options();
    writing = null;
    current = null;
    taken.close();
  }

  /// Any thread.
  public void cancel() {
    var running = current;
    if (running != null) running.cancel();
  }

  @Override
  public void close() {
    giveBack();
    var old = reading;
    reading = null;
    if (old != null) old.close();
  }

  private record Open(NetDb store, SqlSession session) implements AutoCloseable {
    static Open of(Supplier<NetDb> opener, Map<String, String> options) {
      var store = opener.get();
      try {
        var session = store.session();
        var known = session.options().keySet();
        options.forEach((name, value) -> {
          if (!known.contains(name))
            throw new UserError("no property \"" + name + "\" of a URL; there are create, access, user, password, "
                + String.join(", ", known));
          session.set(name, value);
        });
        return new Open(store, session);
      } catch (Throwable t) {
        store.close();
        throw t;
      }
    }

    @Override
    public void close() {
      try (store) {
        session.close();
      }
    }
  }
}
