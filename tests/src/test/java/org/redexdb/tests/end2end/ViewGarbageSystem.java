// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.Appender;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventView;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.PayloadCodec;

/// Who looks at every event and keeps few of them must not pay for objects that nobody keeps.
class ViewGarbageSystem {
  private static final int EVENTS = 200_000;
  private static final int TAILED_EVENTS = 20_000;
  private static final byte[] PAYLOAD = "{\"quantity\":3}".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEY = "sku 3".getBytes(StandardCharsets.US_ASCII);

  @TempDir
  Path folder;

  @Test
  void aViewMakesNoGarbageForAnEvent() {
    try (var db = NetDb.open(folder.resolve("store"))) {
      Channel channel = filled(db.createChannel("orders", ChannelOptions.DEFAULTS.withCodec(PayloadCodec.BYTES)));
      // Twice: opens and verifies what is read, then counts.
      assertThat(look(channel)).isEqualTo(look(channel));
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      look(channel);
      // A view has its block and the places of events in it, about 50 KB; a copy would be some 200 bytes an event.
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(EVENTS);
    }
  }

  /// A tail that lives gets its events one by one. Each is a copy of some hundred bytes, and no more.
  @Test
  void aTailMakesNoBlockForEachEvent() {
    try (var db = NetDb.open(folder.resolve("store"))) {
      Channel channel = db.createChannel("orders", ChannelOptions.DEFAULTS.withCodec(PayloadCodec.BYTES));
      try (Tail tail = channel.tail(0)) {
        follow(channel, tail);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        follow(channel, tail);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(TAILED_EVENTS * 1_000L);
      }
    }
  }

  private static void follow(Channel channel, Tail tail) {
    Appender appender = channel.appender(Ack.OS);
    for (int i = 0; i < TAILED_EVENTS; i++) {
      long seq = appender.append(PAYLOAD);
      StoredEvent event = tail.poll();
      if (event == null || event.seq() != seq || tail.poll() != null)
        throw new AssertionError("not the event " + seq + ", and it alone: " + event);
    }
  }

  private static Channel filled(Channel channel) {
    for (int done = 0; done < EVENTS;) {
      var batch = new ArrayList<Event>();
      for (int i = 0; i < 1_000; i++, done++) {
        Event event = Event.of(PAYLOAD);
        batch.add(done % 2 == 0 ? event : event.withKey("sku " + done % 10).withEventTimeNanos(done));
      }
      channel.appendBatch(batch, Ack.OS);
    }
    return channel;
  }

  /// Uses what a view shows of an event, but for what is asked for as an object.
  private static long look(Channel channel) {
    var target = new byte[64];
    long seen = 0;
    try (EventView view = channel.view(SeqRange.ALL)) {
      while (view.next()) {
        seen += view.seq() + view.epoch() + view.ts() + view.origin() + view.codec().id();
        int length = view.payloadLength();
        view.copyPayload(0, target, 0, length);
        view.copyMetadata(target, length);
        seen += target[0] + view.payloadByte(length - 1) + view.payloadInt(2) + view.payloadLong(4);
        if (view.hasEventTime()) seen += view.eventTimeNanos();
        if (view.keyIs(KEY) || view.typeIs(KEY) || view.isTombstone()) seen++;
      }
    }
    return seen;
  }
}
