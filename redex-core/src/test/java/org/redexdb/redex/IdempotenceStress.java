// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.Producer;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StoreOptions;

/// Threads that send the same events of one producer at the same time, each at the level and in the way that it likes, while
/// segments roll: each event is stored by one of them, and all are told the same.
class IdempotenceStress {
  private static final int THREADS = 4;
  private static final int EVENTS = 600;

  @TempDir
  Path folder;

  @Test
  void whoeverIsFirstStoresTheEventAndAllAreToldWhere() throws InterruptedException, ExecutionException {
    try (Redex redex = Redex.open(StoreEnvironment.of(Disks.system()), folder, StoreOptions.DEFAULTS.withFrontBlocks(8),
        PayloadChecks.NONE)) {
      Channel channel = redex.createChannel("same",
          new ChannelOptions(PayloadCodec.BYTES, Level.DISK, Limits.SEGMENT_BYTES_MIN));
      var told = new ArrayList<Future<List<Receipt>>>();
      try (var pool = Executors.newFixedThreadPool(THREADS)) {
        for (int thread = 0; thread < THREADS; thread++) told.add(pool.submit(sending(channel, thread)));
      }
      List<Receipt> expected = told.getFirst().get();
      for (Future<List<Receipt>> receipts : told)
        for (int i = 0; i < EVENTS; i++)
          assertThat(receipts.get().get(i).position()).as("event %d", i).isEqualTo(expected.get(i).position());
      var seen = new HashSet<Producer>();
      try (var events = channel.scan(SeqRange.ALL)) {
        for (var event = events.next(); event != null; event = events.next())
          assertThat(seen.add(event.event().producer())).as("seq %d comes once", event.seq()).isTrue();
      }
      assertThat(seen).hasSize(EVENTS);
      assertThat(channel.status().log().segments()).as("segments it went over").isGreaterThan(2);
    }
  }

  private static Callable<List<Receipt>> sending(Channel channel, int thread) {
    return () -> {
      var receipts = new ArrayList<Receipt>();
      for (int i = 0; i < EVENTS; i++) {
        Event event = Event.of(new byte[1000]).withProducer(new UUID(0, 1), i);
        Ack ack = i % 50 == 0 ? Ack.DISK : Ack.OS;
        receipts.add(thread % 2 == 0 ? channel.append(event, ack) : channel.appendAsync(event, ack).join());
      }
      return receipts;
    };
  }
}
