// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench.peers;

import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.SyncMode;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.redexdb.bench.LogEngine;

/// Chronicle Queue, open source edition, default block size and index spacing; raw bytes in each document.
public final class ChronicleEngine implements LogEngine {
  private final SingleChronicleQueue queue;
  private final ExcerptAppender appender;
  private final boolean durable;
  private long count;

  /// Found by the bench.
  public static final class Provider implements LogEngine.Provider {
    public Provider() {}

    @Override
    public String name() { return "chronicle"; }

    @Override
    public LogEngine open(Path directory, boolean durable) { return new ChronicleEngine(directory, durable); }
  }

  private ChronicleEngine(Path directory, boolean durable) {
    System.setProperty("chronicle.analytics.disable", "true");
    System.setProperty("chronicle.disk.monitor.disable", "true");
    this.durable = durable;
    queue = SingleChronicleQueueBuilder.single(directory.toFile()).rollCycle(RollCycles.FAST_DAILY)
        .syncMode(durable ? SyncMode.SYNC : SyncMode.NONE).build();
    appender = queue.createAppender();
    count = queue.lastIndex() < 0 ? 0 : queue.lastIndex() - queue.firstIndex() + 1;
  }

  @Override
  public void append(byte[] event) {
    write(event);
    if (durable) appender.sync();
  }

  @Override
  public void appendBatch(byte[][] events) {
    for (byte[] event : events) write(event);
    if (durable) appender.sync();
  }

  private void write(byte[] event) {
    try (var document = appender.writingDocument()) {
      document.wire().bytes().write(event);
    }
    count++;
  }

  @Override
  public Reader reader() {
    ExcerptTailer tailer = queue.createTailer();
    long first = queue.firstIndex();
    return (seq, target) -> {
      if (!tailer.moveToIndex(first + seq)) return -1;
      try (var document = tailer.readingDocument()) {
        return document.isPresent() ? document.wire().bytes().read(target) : -1;
      }
    };
  }

  @Override
  public long scan(Visitor visitor) {
    byte[] buffer = new byte[1 << 16];
    long seen = 0;
    try (ExcerptTailer tailer = queue.createTailer()) {
      while (true) {
        try (var document = tailer.readingDocument()) {
          if (!document.isPresent()) return seen;
          Bytes<?> bytes = document.wire().bytes();
          visitor.event(buffer, 0, bytes.read(buffer));
          seen++;
        }
      }
    }
  }

  @Override
  public long size() { return count; }

  @Override
  public void close() {
    appender.close();
    queue.close();
  }
}
