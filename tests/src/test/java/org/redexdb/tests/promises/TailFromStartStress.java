// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.PayloadCodec;

/// Who begins at the first event gets every event, whatever lies before the end and however fast it moves.
class TailFromStartStress {
  private static final int STORED = 150_000;
  private static final int TO_COME = 100_000;

  @Test
  @Timeout(120)
  void aTailFromTheStartGetsMoreEventsThanAnyBufferHoldsAndNeverLags() throws Exception {
    try (Redex redex = Redex.open(StoreEnvironment.of(Disks.memory()), Events.FOLDER, Events.OPTIONS,
        PayloadChecks.NONE)) {
      Channel ticks = redex.createChannel("ticks",
          ChannelOptions.DEFAULTS.withCodec(PayloadCodec.BYTES).withSegmentBytes(Events.SEGMENT_BYTES));
      append(ticks, STORED);
      try (Tail tail = ticks.tail(0)) {
        var appending = CompletableFuture.runAsync(() -> append(ticks, TO_COME));
        for (long seq = 0; seq < STORED + TO_COME; seq++)
          assertThat(Objects.requireNonNull(tail.poll(Duration.ofMinutes(1))).seq()).isEqualTo(seq);
        appending.join();
        assertThat(tail.poll()).isNull();
      }
    }
  }

  private static void append(Channel channel, int count) {
    var appender = channel.appender(Ack.OS);
    var payload = new byte[20];
    for (int i = 0; i < count; i++) appender.append(payload);
  }
}
