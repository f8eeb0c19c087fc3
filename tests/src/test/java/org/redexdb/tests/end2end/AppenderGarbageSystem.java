// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.Appender;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.EventView;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.PayloadCodec;

/// New heap is what slows a writer down most, page by page; so an appender must not ask for any.
class AppenderGarbageSystem {
  private static final int EVENTS = 100_000;
  private static final String TEXT = "{\"quantity\":3}";
  private static final byte[] PAYLOAD = TEXT.getBytes(StandardCharsets.US_ASCII);

  @TempDir
  Path folder;

  @Test
  void appendsMakeNoGarbage() {
    try (var db = NetDb.open(folder.resolve("store"))) {
      var bytes = ChannelOptions.DEFAULTS.withCodec(PayloadCodec.BYTES);
      Appender appender = db.createChannel("orders", bytes).appender(Ack.OS);
      appendMany(appender);
      makeNoGarbage(appender);
    }
  }

  /// Who holds an event holds its segment: nothing is copied to get out of the way.
  @Test
  void appendsMakeNoGarbageWhileEventsAreHeld() {
    try (var db = NetDb.open(folder.resolve("store"))) {
      var bytes = ChannelOptions.DEFAULTS.withCodec(PayloadCodec.BYTES);
      Channel channel = db.createChannel("orders", bytes);
      Appender appender = channel.appender(Ack.OS);
      appendMany(appender);
      try (EventView first = channel.view(SeqRange.ALL); EventView last = channel.view(SeqRange.from(EVENTS - 1))) {
        assertThat(first.next()).isTrue();
        assertThat(last.next()).isTrue();
        makeNoGarbage(appender);
        assertThat(first.text()).isEqualTo(TEXT);
        assertThat(last.text()).isEqualTo(TEXT);
      }
    }
  }

  private static void makeNoGarbage(Appender appender) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    appendMany(appender);
    // Some hundred bytes for each block of the front that fills up; a receipt would be 48 bytes an append.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(EVENTS * 4L);
  }

  private static void appendMany(Appender appender) {
    for (int i = 0; i < EVENTS; i++) appender.append(PAYLOAD);
  }
}
