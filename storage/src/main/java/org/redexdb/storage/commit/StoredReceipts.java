// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.commit.Receipts.Published;
import org.redexdb.storage.once.FirstCopies;
import org.redexdb.storage.once.FirstCopy;
import org.redexdb.storage.once.OnceBatch;
import org.redexdb.storage.once.Stored;

/// Answers who appends events again that are stored once: where their first copies are, and, when those have reached the
/// level that is asked for now, the receipt of then.
public final class StoredReceipts {
  private final LogWriter log;
  private final Writers writers;
  private final Tip tip;
  private final FirstCopies firstCopies;
  private final Trouble trouble;
  private final DurableWaiters waiters;
  private final Durability durability;
  private final Receipts receipts;

  StoredReceipts(LogWriter log, Writers writers, Tip tip, FirstCopies firstCopies, Trouble trouble,
      DurableWaiters waiters, Durability durability, Receipts receipts) {
    this.log = log;
    this.writers = writers;
    this.tip = tip;
    this.firstCopies = firstCopies;
    this.trouble = trouble;
    this.waiters = waiters;
    this.durability = durability;
    this.receipts = receipts;
  }

  /// What became of a batch that is stored already, when its first copy has reached `level`.
  public Receipt of(Stored stored, Level level) {
    return receipts.of(waitFor(stored, receipts.caller(level)), level);
  }

  /// As above, without waiting here.
  public CompletableFuture<Receipt> later(Stored stored, Level level) {
    return receipts.later(level, waiting -> waitFor(stored, waiting));
  }

  /// Where the events of a batch were stored first, as far as that is known without looking into the log; null when one of
  /// them is new.
  public @Nullable FirstCopy @Nullable [] firstCopies(OnceBatch batch) {
    log.lock();
    try {
      log.requireOpenAndSound();
      return firstCopies.copiesUnlessNew(batch);
    } finally {
      log.unlock();
    }
  }

  /// Under the lock.
  ///
  /// @return null when the events are new
  @Nullable
  Stored find(OnceBatch batch) {
    log.requireOpenAndSound();
    return firstCopies.find(batch, tip.nextPlace());
  }

  private Published waitFor(Stored stored, LongFunction<@Nullable DurableWaiter> waiting) {
    log.lock();
    try {
      log.requireOpenAndSound();
      return published(stored, waiting);
    } finally {
      log.unlock();
    }
  }

  /// Under the lock. Waiters are told in the order of their seqs, so who waits for what was appended earlier waits for all
  /// there is by now.
  Published published(Stored stored, LongFunction<@Nullable DurableWaiter> waiting) {
    if (writers.isVolatile() || stored.lastSeq() <= durability.durableSeq()) return new Published(stored, null);
    StorageException fault = trouble.fault();
    if (fault != null) throw Trouble.fresh(fault, tip.nextPlace());
    DurableWaiter waiter = waiting.apply(tip.seq());
    if (waiter != null) waiters.add(waiter);
    return new Published(stored, waiter);
  }
}
