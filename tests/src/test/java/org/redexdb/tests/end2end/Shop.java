// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.Event;
import org.redexdb.storage.api.Progress;

/// A store with a channel `orders` whose events are numbered, and the proof that nothing happened to it.
final class Shop {
  static final String CHANNEL = "orders";
  static final int EVENTS = 3_000;

  private Shop() {}

  static void fill(NetDb db) {
    var batch = new ArrayList<Event>();
    for (int n = 0; n < EVENTS; n++) batch.add(order(n));
    db.channel(CHANNEL).appendBatch(batch);
  }

  static Event order(long n) { return Event.json("{\"n\":" + n + ",\"item\":\"item " + n % 7 + "\"}"); }

  /// Appends, queries, and finds every event that was there before.
  ///
  /// @param before events that must be there
  static void assertUsable(NetDb db, long before) {
    assertThat(count(db)).isEqualTo(before);
    db.channel(CHANNEL).append(order(before));
    assertThat(count(db)).isEqualTo(before + 1);
    try (var rows = db.query("SELECT n FROM orders WHERE seq = ?", before)) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.longValue(0)).isEqualTo(before);
    }
    assertThat(db.verify(Progress.NONE).problems()).isEmpty();
  }

  /// The folder, opened anew, holds `events` events with the numbers 0, 1, … in order.
  static void assertHolds(Path folder, long events) {
    try (var db = NetDb.open(folder)) {
      assertThat(db.readOnly()).isFalse();
      assertThat(numbers(db)).isEqualTo(expected(events));
      assertThat(db.recoveryNotes()).as("after a clean close").isEmpty();
    }
  }

  private static List<Long> expected(long events) {
    var numbers = new ArrayList<Long>();
    for (long n = 0; n < events; n++) numbers.add(n);
    return numbers;
  }

  static List<Long> numbers(NetDb db) {
    var numbers = new ArrayList<Long>();
    try (var rows = db.query("SELECT n FROM orders")) {
      while (rows.next()) numbers.add(rows.longValue(0));
    }
    return numbers;
  }

  static long count(NetDb db) {
    try (var rows = db.query("SELECT count(*) FROM orders")) {
      assertThat(rows.next()).isTrue();
      return rows.longValue(0);
    }
  }
}
