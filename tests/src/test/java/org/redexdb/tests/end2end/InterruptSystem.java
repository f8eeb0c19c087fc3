// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.netdb.NetDb;
import org.redexdb.storage.api.RedexException;
import org.redexdb.storage.api.StorageException;

/// No interrupt and no cancel of a caller closes, poisons or stalls the store.
class InterruptSystem {
  @TempDir
  Path temporary;

  private Path folder() { return temporary.resolve("store"); }

  @Test
  void interruptedAppendersLoseNothingAndNobodyElseNotices() throws InterruptedException {
    var acknowledged = new ArrayList<Long>();
    try (var db = NetDb.open(folder())) {
      var channel = db.channel(Shop.CHANNEL);
      var appender = new AtomicReference<Thread>();
      var outcome = Cancelling.whileRunning(() -> {
        appender.set(Thread.currentThread());
        long interrupted = 0;
        for (long n = 0; n < 400; n++) {
          try {
            channel.append(Shop.order(n));
            acknowledged.add(n);
          } catch (StorageException.Interrupted _) {
            interrupted++;
            assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
          }
        }
        Thread.interrupted();
        return interrupted;
      }, () -> {
        var thread = appender.get();
        if (thread != null) thread.interrupt();
      });
      assertThat(outcome).isInstanceOf(Long.class);
      var there = Shop.numbers(db);
      assertThat(there).containsAll(acknowledged).doesNotHaveDuplicates().isSorted();
      channel.append(Shop.order(400));
    }
    try (var db = NetDb.open(folder())) {
      assertThat(Shop.numbers(db)).containsAll(acknowledged).contains(400L).doesNotHaveDuplicates();
    }
  }

  @Test
  void anInterruptedQueryEndsWithItsRowsOrATypedError() throws InterruptedException {
    try (var db = NetDb.open(folder())) {
      Shop.fill(db);
      var reader = new AtomicReference<Thread>();
      var outcome = Cancelling.whileRunning(() -> {
        reader.set(Thread.currentThread());
        for (int i = 0; i < 100; i++) {
          try {
            assertThat(Shop.count(db)).isEqualTo(Shop.EVENTS);
          } catch (RedexException e) {
            assertThat(e.sqlState()).isEqualTo("57014");
          }
        }
        Thread.interrupted();
        return "done";
      }, () -> {
        var thread = reader.get();
        if (thread != null) thread.interrupt();
      });
      assertThat(outcome).isEqualTo("done");
      Shop.assertUsable(db, Shop.EVENTS);
    }
    Shop.assertHolds(folder(), Shop.EVENTS + 1);
  }

  @Test
  void aCancelledSessionEndsItsQueryAndRunsTheNext() throws InterruptedException {
    try (var db = NetDb.open(folder()); var session = db.session()) {
      Shop.fill(db);
      var outcome = Cancelling.whileRunning(() -> {
        ErrorCasesSystem.drain(session, Cancelling.ENDLESS);
        return "ran to its end";
      }, session::cancel);
      assertThat(outcome).isInstanceOfSatisfying(SqlException.Cancelled.class,
          e -> assertThat(e.sqlState()).isEqualTo("57014"));
      ErrorCasesSystem.drain(session, "SELECT count(*) FROM orders");
      Shop.assertUsable(db, Shop.EVENTS);
    }
    Shop.assertHolds(folder(), Shop.EVENTS + 1);
  }

  @Test
  void aCancelledCursorEndsOnlyItself() throws InterruptedException {
    try (var db = NetDb.open(folder())) {
      Shop.fill(db);
      try (var endless = db.query(Cancelling.ENDLESS); var other = db.query("SELECT n FROM orders")) {
        assertThat(other.next()).isTrue();
        assertThat(Cancelling.whileRunning(endless::next, endless::cancel)).isInstanceOf(SqlException.Cancelled.class);
        assertThat(other.next()).isTrue();
        assertThat(other.longValue(0)).isEqualTo(1);
      }
      Shop.assertUsable(db, Shop.EVENTS);
    }
    Shop.assertHolds(folder(), Shop.EVENTS + 1);
  }

  @Test
  void closingTheStoreEndsTheQueriesThatRun() throws InterruptedException {
    var db = NetDb.open(folder());
    Shop.fill(db);
    var outcome = Cancelling.whileRunning(() -> {
      try (var rows = db.query(Cancelling.ENDLESS)) {
        return List.of(rows.next());
      }
    }, new CloseOnce(db));
    assertThat(outcome).isInstanceOf(RedexException.class);
    Shop.assertHolds(folder(), Shop.EVENTS);
  }

  /// Closes when it is called for the third time, when the query is well under way.
  private static final class CloseOnce implements Runnable {
    private final NetDb db;
    private int calls;

    CloseOnce(NetDb db) {
      this.db = db;
    }

    @Override
    public void run() {
      if (++calls == 3) db.close();
    }
  }
}
