// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import org.redexdb.redex.api.Appender;
import org.redexdb.redex.api.Event;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.Where;

final class LogAppender implements Appender {
  private static final int FIRST_BATCH_BYTES = 4096;

  private final LogChannel channel;
  private final Ack ack;
  private final FrameBatch batch;

  LogAppender(LogChannel channel, Ack ack) {
    this.channel = channel;
    this.ack = ack;
    this.batch = new FrameBatch(Where.channel(channel.name()), FIRST_BATCH_BYTES);
  }

  @Override
  public long append(byte[] payload, int offset, int length) { return channel.put(payload, offset, length, ack); }

  @Override
  public long append(Event event) { return channel.put(event, ack); }

  @Override
  public Appender add(byte[] payload, int offset, int length) {
    channel.addTo(batch, payload, offset, length);
    return this;
  }

  @Override
  public Appender add(Event event) {
    channel.addTo(batch, event);
    return this;
  }

  @Override
  public int added() { return batch.count(); }

  @Override
  public Receipt commit() {
    if (batch.isEmpty()) throw new IllegalStateException(channel.name() + ": nothing was added to the appender");
    try {
      return channel.append(batch, ack);
    } finally {
      batch.clear();
    }
  }
}
