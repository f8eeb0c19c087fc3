// SPDX-License-Identifier: Apache-2.0
package org.redexdb.netdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.storage.Disks;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Retention;

/// What SHOW STATUS, SHOW CHANNEL STATUS and `status()` say is so.
class StatusTest {
  private static final ChannelOptions KEPT = ChannelOptions.DEFAULTS
      .withRetention(Retention.NONE.withMaxAge(Duration.ofDays(30)));

  @TempDir
  Path folder;

  private static List<List<@Nullable Object>> rows(NetDb db, String sql) {
    var rows = new ArrayList<List<@Nullable Object>>();
    try (var cursor = db.query(sql)) {
      while (cursor.next()) {
        var row = new ArrayList<@Nullable Object>();
        for (int i = 0; i < cursor.columns().size(); i++) row.add(cursor.value(i));
        rows.add(row);
      }
    }
    return rows;
  }

  private static @Nullable Object fact(NetDb db, String name) {
    return rows(db, "SHOW STATUS").stream().filter(row -> name.equals(row.get(0))).findFirst().orElseThrow().get(1);
  }

  @Test
  void theStoreSaysWhoWritesItAndWhatItHolds() {
    try (var db = NetDb.open(folder.resolve("data"), OpenOptions.DEFAULTS.withMemoryBytes(1 << 20))) {
      db.channel("orders").append("{}");
      NetDbStatus status = db.status();
      assertThat(status.store().epoch()).isEqualTo(1);
      assertThat(status.store().readOnly()).isFalse();
      assertThat(status.store().writerPid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(status.store().openDescriptors()).isPositive();
      assertThat(status.memoryLimitBytes()).isEqualTo(1 << 20);
      assertThat(status.memoryUsedBytes()).isZero();
      assertThat(fact(db, "writer_pid")).isEqualTo(Long.toString(ProcessHandle.current().pid()));
      assertThat(fact(db, "epoch")).isEqualTo("1");
    }
    try (var db = NetDb.open(folder.resolve("data"))) {
      assertThat(fact(db, "epoch")).isEqualTo("2");
    }
    try (var db = NetDb.open(folder.resolve("data"), OpenOptions.DEFAULTS.withAccess(OpenOptions.Access.READ_ONLY))) {
      assertThat(fact(db, "writer_pid")).as("nobody writes").isEqualTo("0");
      assertThat(db.status().store().readOnly()).isTrue();
    }
  }

  @Test
  void eachChannelSaysHowFarItIsAndWhatItKeeps() {
    try (var db = NetDb.open(folder.resolve("data"))) {
      db.createChannel("empty", ChannelOptions.DEFAULTS);
      var orders = db.createChannel("orders", KEPT);
      orders.appendBatch(List.of(Event.json("1"), Event.json("2"), Event.json("3")));
      orders.trim(1);
      orders.publisher(1).subscribe(new Waiting());
      assertThat(rows(db, "SHOW CHANNEL STATUS").stream().map(row -> row.get(0))).containsExactly("empty", "orders");
      List<@Nullable Object> row = rows(db, "SHOW CHANNEL STATUS LIKE 'o%'").getFirst();
      var status = db.status().store().channels().getLast();
      var activity = status.log().activity();
      assertThat(row).containsExactly("orders", 1L, 2L, 1L, 2L, 2L, 1L, status.log().bytes(),
          status.log().allocatedBytes(), KEPT.retention().toString(), 1L, 0L, 3L, 1L, 3L, activity.forces().nanos(), 0L,
          0L, 0L, null);
      assertThat(rows(db, "SHOW CHANNEL STATUS LIKE 'empty'").getFirst().subList(1, 6)).containsExactly(null, null, 0L,
          -1L, -1L);
      assertThat(status.durableLagEvents()).isZero();
    }
  }

  @Test
  void theHeapOfKeysAppearsWithTheFirstLookup() {
    try (var db = NetDb.open(folder.resolve("data"))) {
      var orders = db.channel("orders");
      orders.append(Event.json("1").withKey("ada"));
      assertThat(orders.status().log().keyIndexHeapBytes()).isZero();
      assertThat(orders.latest("ada")).isPresent();
      assertThat(orders.status().log().keyIndexHeapBytes()).isPositive();
    }
  }

  @Test
  void aTransactionShowsAsAForceOfTheJournal() {
    try (var db = NetDb.open(folder.resolve("data"))) {
      assertThat(fact(db, "journal_forces")).isEqualTo("0");
      var orders = db.channel("orders");
      var stock = db.channel("stock");
      db.transaction(tx -> tx.append(orders, "1").append(stock, "2"));
      assertThat(fact(db, "journal_forces")).isEqualTo("1");
    }
  }

  @Test
  void theStoreSaysWhatOpeningFoundAndWhatItMayHold() {
    try (var db = NetDb.open(folder.resolve("data"))) {
      assertThat(fact(db, "recovery_notes")).isEqualTo("0");
      assertThat(fact(db, "descriptors_max")).isEqualTo(Integer.toString(Disks.DESCRIPTORS_MAX_DEFAULT));
    }
  }

  @Test
  void eventsAcknowledgedBelowTheDiskAreBehindUntilTheyAreForced() {
    try (var db = NetDb.open(folder.resolve("data"))) {
      var ticks = db.channel("ticks");
      ticks.append(Event.json("1"), Ack.OS);
      assertThat(ticks.status().durableLagEvents()).isEqualTo(1);
      ticks.force();
      assertThat(ticks.status().durableLagEvents()).isZero();
    }
  }

  /// Asks for nothing.
  private static final class Waiting implements Flow.Subscriber<StoredEvent> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {}

    @Override
    public void onNext(StoredEvent event) {}

    @Override
    public void onError(Throwable throwable) {}

    @Override
    public void onComplete() {}
  }
}
