// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.MeshDb;
import org.redexdb.meshdb.MeshDbOptions;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlSession;
import org.redexdb.redex.Redex;
import org.redexdb.storage.api.Ack;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.StoreOptions;

/// Many statements at once, cancelled, closed and left alone at random: together they never hold more than their store
/// allows, each ends right or with one of two errors, and in the end all is given back.
class SharedMemoryStress {
  private static final long CAPACITY_BYTES = 4 << 20;
  private static final int EVENTS = 20_000;
  private static final int USERS = 12;
  private static final int STATEMENTS = 12;
  private static final List<String> QUERIES = List.of(
      "SELECT k, count(*) FROM e GROUP BY k",
      "SELECT k, n FROM e ORDER BY n DESC, k",
      "SELECT DISTINCT k FROM e",
      "SELECT a.k, b.n FROM e AS a JOIN e AS b ON a.n = b.n");

  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger finished = new AtomicInteger();

  private static long status(SqlSession session, String name) {
    try (var cursor = ((SqlResult.Rows) session.execute("SHOW STATUS")).cursor()) {
      while (cursor.next()) if (name.equals(cursor.value(0))) return Long.parseLong(String.valueOf(cursor.value(1)));
    }
    throw new AssertionError("no " + name);
  }

  private void use(MeshDb mesh, long seed) {
    var random = new Random(seed);
    try (var session = mesh.session()) {
      session.set("query_memory_wait", random.nextBoolean() ? "0" : "30s");
      for (int i = 0; i < STATEMENTS; i++) one(session, random);
    }
  }

  private void one(SqlSession session, Random random) {
    int rows = 0;
    try (var cursor = ((SqlResult.Rows) session.execute(QUERIES.get(random.nextInt(QUERIES.size())))).cursor()) {
      int cancelAt = random.nextInt(4) == 0 ? random.nextInt(EVENTS) : -1;
      int leaveAt = random.nextInt(4) == 0 ? random.nextInt(EVENTS) : -1;
      while (cursor.next()) {
        rows++;
        if (rows == cancelAt) session.cancel();
        if (rows == leaveAt) return;
      }
      assertThat(rows).isEqualTo(EVENTS);
      finished.incrementAndGet();
    } catch (SqlException.Limit e) {
      assertThat(e.sqlState()).isEqualTo("53200");
      refused.incrementAndGet();
    } catch (SqlException.Cancelled e) {
      assertThat(rows).isPositive();
    }
  }

  @Test
  void theSumNeverPassesTheBudgetOfTheStoreAndAllIsGivenBack() throws Exception {
    var store = StoreEnvironment.of(Disks.memory());
    var options = new MeshDbOptions(store.time(), new SecureRandom(), CAPACITY_BYTES);
    try (var redex = Redex.open(store, Path.of("/store"), StoreOptions.DEFAULTS, MeshDb.payloadChecks());
        var mesh = MeshDb.over(new RealCatalog(redex), options);
        var threads = Executors.newFixedThreadPool(USERS + 1)) {
      var events = new ArrayList<Event>();
      for (int i = 0; i < EVENTS; i++) events.add(Event.json("{\"k\":\"key" + i + "\",\"n\":" + i + "}"));
      redex.createChannel("e", ChannelOptions.DEFAULTS).appendBatch(events, Ack.OS);
      fill(mesh);
      var over = new AtomicBoolean();
      Future<Long> watching = threads.submit(() -> watch(mesh, over));
      List<Future<?>> users = new ArrayList<>();
      for (int user = 0; user < USERS; user++) {
        long seed = user;
        users.add(threads.submit(() -> use(mesh, seed)));
      }
      for (Future<?> user : users) user.get();
      over.set(true);
      assertThat(watching.get()).isBetween(1L, CAPACITY_BYTES);
      try (var session = mesh.session()) {
        assertThat(status(session, "memory_used_bytes")).isZero();
        assertThat(status(session, "memory_statements")).isZero();
        assertThat(status(session, "memory_waiting")).isZero();
        assertThat(status(session, "memory_peak_bytes")).isBetween(CAPACITY_BYTES / 2, CAPACITY_BYTES);
      }
      assertThat(finished).hasPositiveValue();
      assertThat(refused).hasPositiveValue();
    }
  }

  /// Keeps results until there is no room for the next: how the threads meet is not left to decide whether one is refused.
  private void fill(MeshDb mesh) {
    var held = new ArrayList<AutoCloseable>();
    try (var session = mesh.session()) {
      session.set("query_memory_wait", "0");
      while (refused.get() == 0) {
        try {
          var cursor = ((SqlResult.Rows) session.execute(QUERIES.get(1))).cursor();
          held.add(cursor);
          assertThat(cursor.next()).isTrue();
        } catch (SqlException.Limit e) {
          assertThat(e.sqlState()).isEqualTo("53200");
          refused.incrementAndGet();
        }
      }
      for (AutoCloseable cursor : held) cursor.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// The most that was ever seen to be held.
  private static Long watch(MeshDb mesh, AtomicBoolean over) {
    long most = 0;
    try (var session = mesh.session()) {
      while (!over.get()) most = Math.max(most, status(session, "memory_used_bytes"));
    }
    return most;
  }
}
