// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.AccessGuard;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.Transaction;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.Where;

/// What a transaction has collected, by channel in the order of first use.
public final class ChannelTransaction implements Transaction {
  private static final int FIRST_BATCH_BYTES = 1024;

  private final Store store;
  private final Grants grants;
  private final Map<LogChannel, Part> parts = new LinkedHashMap<>();
  private long bytes;
  private boolean over;

  public ChannelTransaction(Store store, Grants grants) {
    this.store = store;
    this.grants = grants;
  }

  /// Events of one channel.
  private static final class Part {
    final FrameBatch batch;
    long expectedNextSeq = Log.ANY_SEQ;

    Part(LogChannel channel) { batch = new FrameBatch(Where.channel(channel.name()), FIRST_BATCH_BYTES); }
  }

  @Override
  public Transaction append(Channel channel, String text) {
    LogChannel mine = mine(channel);
    return add(mine, mine.textEvent(text));
  }

  @Override
  public Transaction append(Channel channel, Event event) { return add(mine(channel), event); }

  private Transaction add(LogChannel channel, Event event) {
    Part part = part(channel);
    long before = part.batch.frameBytes();
    channel.addTo(part.batch, event);
    bytes += part.batch.frameBytes() - before;
    if (bytes > Limits.TRANSACTION_BYTES_MAX)
      throw new StorageException.TooLarge(Where.channel(channel.name()), "frame bytes of a transaction", bytes,
          Limits.TRANSACTION_BYTES_MAX);
    return this;
  }

  @Override
  public Transaction expect(Channel channel, long nextSeq) {
    if (nextSeq < 0) throw new IllegalArgumentException(channel.name() + ": no event has seq " + nextSeq);
    part(mine(channel)).expectedNextSeq = nextSeq;
    return this;
  }

  private Part part(LogChannel channel) {
    if (over) throw new IllegalStateException("the transaction is over");
    Part known = parts.get(channel);
    if (known != null) return known;
    grants.require(AccessGuard.Right.APPEND, channel.name());
    var first = new Part(channel);
    parts.put(channel, first);
    return first;
  }

  private LogChannel mine(Channel channel) {
    if (channel instanceof LogChannel known && known.log.equals(store.log(known.log.id()))) return known;
    if (channel instanceof RefusingChannel readable) throw readable.refused();
    throw new IllegalArgumentException("channel \"" + channel.name() + "\" is not of this store, or was dropped");
  }

  /// Ends the collecting without a commit.
  public void giveUp() { over = true; }

  /// Appends all of it.
  ///
  /// @param ack level asked for; null for the strongest that a channel of it has
  /// @return receipts of the channels that got events, by name; empty when none did
  public Map<String, Receipt> commit(@Nullable Ack ack) {
    over = true;
    var appends = new ArrayList<LogAppend>(parts.size());
    Ack strongest = Ack.OS;
    for (var part : parts.entrySet()) {
      appends.add(new LogAppend(part.getKey().log, part.getValue().batch, part.getValue().expectedNextSeq));
      Ack asked = part.getKey().ack();
      if (asked.level().compareTo(strongest.level()) > 0) strongest = asked;
    }
    List<Receipt> reached = store.append(appends, ack != null ? ack : strongest);
    var receipts = new LinkedHashMap<String, Receipt>();
    int i = 0;
    for (var part : parts.entrySet()) {
      if (!part.getValue().batch.isEmpty()) receipts.put(part.getKey().name(), reached.get(i));
      i++;
    }
    return receipts;
  }
}
