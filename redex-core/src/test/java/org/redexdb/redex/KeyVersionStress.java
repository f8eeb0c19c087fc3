// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.api.AppendCondition;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;

/// Threads that add one to counters which are events of a key, while others append without a key and segments roll.
class KeyVersionStress {
  private static final int THREADS = 6;
  private static final int COUNTERS = 3;
  private static final int ROUNDS = 600;
  private static final int NOISE = 300_000;

  @Test
  void noUpdateOfAKeyIsLost() throws InterruptedException, ExecutionException {
    try (Redex redex = Redex.open(StoreEnvironment.of(Disks.memory()), Path.of("/store"),
        StoreOptions.DEFAULTS.withSegmentBytes(Limits.SEGMENT_BYTES_MIN).withFrontBlocks(8), PayloadChecks.NONE)) {
      Channel channel = redex.channel("counters");
      var over = new AtomicBoolean();
      try (var pool = Executors.newCachedThreadPool()) {
        Future<?> noise = pool.submit(() -> {
          for (int i = 0; i < NOISE && !over.get(); i++) channel.append("\"" + "noise ".repeat(20) + "\"");
        });
        var counting = new ArrayList<Future<Integer>>();
        for (int i = 0; i < THREADS; i++) counting.add(pool.submit(counting(channel)));
        int conflicts = 0;
        try {
          for (Future<Integer> one : counting) conflicts += one.get();
        } finally {
          over.set(true);
        }
        noise.get();
        assertThat(conflicts).as("conflicts, without which nothing was tried").isPositive();
      }
      for (int counter = 0; counter < COUNTERS; counter++) {
        long value = 0;
        try (var events = channel.scanKey("counter " + counter, SeqRange.ALL)) {
          for (var event = events.next(); event != null; event = events.next())
            assertThat(Long.parseLong(event.text())).isEqualTo(++value);
        }
        assertThat(value).as("counter %d", counter).isEqualTo((long) THREADS * ROUNDS / COUNTERS);
      }
      assertThat(channel.status().log().segments()).as("segments it went over").isGreaterThan(2);
    }
  }

  /// @return how often another thread was first
  private static Callable<Integer> counting(Channel channel) {
    return () -> {
      int conflicts = 0;
      for (int round = 0; round < ROUNDS;) {
        String key = "counter " + round % COUNTERS;
        long version = channel.keyVersion(key);
        long value = version < 0 ? 0 : Long.parseLong(channel.read(version).orElseThrow().text());
        try {
          channel.append(Event.json(String.valueOf(value + 1)).withKey(key), AppendCondition.keyAtVersion(key, version),
              Ack.OS);
          round++;
        } catch (StorageException.Conflict e) {
          conflicts++;
        }
      }
      return conflicts;
    };
  }
}
