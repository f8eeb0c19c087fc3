// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.Appender;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.PayloadCodec;

/// RedexDB through its public API.
final class RedexEngine implements LogEngine {
  private final NetDb db;
  private final Channel channel;
  /// Null: every append gives a receipt back.
  private final @Nullable Appender appender;
  /// For each append: a channel that is opened again keeps the level it was made with.
  private final Ack ack;

  static RedexEngine withReceipts(Path directory, boolean durable) {
    return new RedexEngine(directory, durable, true);
  }

  /// One thread appends with an appender; when durable, any number of threads with receipts.
  RedexEngine(Path directory, boolean durable) { this(directory, durable, durable); }

  private RedexEngine(Path directory, boolean durable, boolean receipts) {
    db = NetDb.open(directory);
    ack = durable ? Ack.DISK : Ack.OS;
    channel = db.findChannel("bench").orElseGet(() -> db.createChannel("bench",
        ChannelOptions.DEFAULTS.withCodec(PayloadCodec.BYTES).withAck(ack.level())));
    appender = receipts ? null : channel.appender();
  }

  @Override
  public void append(byte[] event) {
    if (appender == null) channel.append(Event.of(event), ack);
    else
      appender.append(event);
  }

  @Override
  public void appendBatch(byte[][] events) {
    if (appender != null) {
      for (byte[] event : events) appender.add(event);
      appender.commit();
      return;
    }
    var batch = new ArrayList<Event>(events.length);
    for (byte[] event : events) batch.add(Event.of(event));
    channel.appendBatch(batch);
  }

  @Override
  public boolean concurrent() { return true; }

  @Override
  public Reader reader() {
    return (seq, target) -> channel.read(seq).map(event -> {
      byte[] payload = event.payload();
      System.arraycopy(payload, 0, target, 0, payload.length);
      return payload.length;
    }).orElse(-1);
  }

  @Override
  public long scan(Visitor visitor) {
    long count = 0;
    var block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
    try (var reader = channel.frames(SeqRange.ALL)) {
      while (reader.next(block)) {
        for (int i = 0; i < block.count(); i++)
          visitor.event(block.bytes(), block.payloadOffset(i), block.payloadLength(i));
        count += block.count();
      }
    }
    return count;
  }

  @Override
  public OptionalLong sumOfViews() {
    long sum = 0;
    try (var view = channel.view(SeqRange.ALL)) {
      while (view.next()) sum += view.payloadByte(0) + view.payloadByte(view.payloadLength() - 1);
    }
    return OptionalLong.of(sum);
  }

  @Override
  public OptionalLong sumOfCopies() {
    long sum = 0;
    try (var cursor = channel.scan(SeqRange.ALL)) {
      for (var event = cursor.next(); event != null; event = cursor.next()) {
        byte[] payload = event.payload();
        sum += payload[0] + payload[payload.length - 1];
      }
    }
    return OptionalLong.of(sum);
  }

  @Override
  public long size() { return channel.nextSeq(); }

  @Override
  public void close() { db.close(); }
}
