// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Retention;

/// A channel has the options it was made with; others are refused, not passed over.
class ChannelOptionsTest {
  private static final ChannelOptions MADE = new ChannelOptions(PayloadCodec.BYTES, Level.OS, Events.SEGMENT_BYTES,
      Retention.NONE.withMaxEvents(7));
  private static final ChannelOptions OTHER = new ChannelOptions(PayloadCodec.JSON, Level.DISK, 1 << 20,
      Retention.NONE.withMaxEvents(1));

  private final Disk disk = Disks.memory();

  private Redex open(int segmentBytes) {
    return Redex.open(StoreEnvironment.of(disk), Events.FOLDER, Events.OPTIONS.withSegmentBytes(segmentBytes),
        PayloadChecks.NONE);
  }

  @Test
  void otherOptionsForAChannelThatIsThereAreRefusedAndChangeNothing() {
    try (Redex redex = open(Events.SEGMENT_BYTES)) {
      Channel made = redex.createChannel("orders", MADE);
      for (int i = 0; i < 5; i++) made.append(new byte[]{'{'});
      assertThatThrownBy(() -> redex.createChannel("orders", OTHER)).isInstanceOf(ChannelException.Exists.class)
          .hasMessageContaining("orders");
      assertThatThrownBy(() -> redex.createChannel("orders", MADE)).isInstanceOf(ChannelException.Exists.class);
      isAsMade(redex.channel("orders"));
    }
    try (Redex redex = open(1 << 20)) {
      assertThatThrownBy(() -> redex.createChannel("orders", OTHER)).isInstanceOf(ChannelException.Exists.class);
      isAsMade(redex.channel("orders"));
      isAsMade(redex.findChannel("orders").orElseThrow());
    }
  }

  private static void isAsMade(Channel channel) {
    assertThat(channel.options()).isEqualTo(MADE);
    channel.applyRetention();
    assertThat(channel.nextSeq() - channel.firstSeq()).as("events kept").isEqualTo(5);
    assertThat(channel.status().log().allocatedBytes()).isEqualTo(Events.SEGMENT_BYTES);
    assertThat(channel.read(0).orElseThrow().codec()).isEqualTo(PayloadCodec.BYTES);
  }
}
