// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.events.AppendWaitEvent;
import org.redexdb.storage.events.Recorder;
import org.redexdb.storage.once.Stored;

/// What those who append to one log are told, and when: as soon as their events have reached the level that they asked for.
///
/// Without the log's lock: who waits for the device must not keep others from appending.
final class Receipts {
  private final Writers writers;
  private final Tip tip;
  private final DurableWaiters waiters;
  private final Durability durability;

  Receipts(Writers writers, Tip tip, DurableWaiters waiters, Durability durability) {
    this.writers = writers;
    this.tip = tip;
    this.waiters = waiters;
    this.durability = durability;
  }

  /// A batch that can be read, and who waits for it to be durable.
  record Published(Stored stored, @Nullable DurableWaiter waiter) {}

  /// Makes the waiter for a seq, null where nobody has to wait: the calling thread.
  LongFunction<@Nullable DurableWaiter> caller(Level level) {
    return waits(level) ? Receipts::thread : Receipts::nobody;
  }

  private static DurableWaiter thread(long seq) { return new DurableWaiter(seq, Thread.currentThread()); }

  private static @Nullable DurableWaiter nobody(long seq) { return null; }

  private boolean waits(Level level) { return level == Level.DISK && !writers.isVolatile(); }

  /// Waits here.
  Receipt of(Published published, Level level) {
    if (published.waiter != null) await(published.waiter);
    return of(published.stored, level);
  }

  /// Waits nowhere: a thread of the common pool tells the receipt if that takes longer.
  ///
  /// @param publishing gets what makes the waiter for what it publishes
  CompletableFuture<Receipt> later(Level level,
      Function<LongFunction<@Nullable DurableWaiter>, Published> publishing) {
    var durable = new CompletableFuture<Boolean>();
    Where where = tip.nextPlace();
    Published published = publishing.apply(seq -> waits(level)
        ? new DurableWaiter(seq, failure -> durable.defaultExecutor().execute(() -> tell(durable, failure, where)))
        : null);
    Receipt receipt = of(published.stored, level);
    if (published.waiter == null) return CompletableFuture.completedFuture(receipt);
    writers.committer().request(durability);
    return durable.thenApply(_ -> receipt);
  }

  private static void tell(CompletableFuture<Boolean> durable, @Nullable StorageException failure, Where where) {
    if (failure == null) durable.complete(true);
    else
      durable.completeExceptionally(Writers.outcome(failure, where));
  }

  private Receipt of(Stored stored, Level level) {
    return new Receipt(stored.epoch(), stored.lastSeq(), stored.count(), stored.ts(), writers.reached(level), 1);
  }

  /// Who is first to wait goes to the device itself: two changes of thread cost as much as the flush. Who comes meanwhile is
  /// left to the committer, which flushes once for all of them.
  void await(DurableWaiter waiter) {
    AppendWaitEvent told = Recorder.appendWait();
    if (!waiters.isFirst(waiter) || !durability.tryCommit()) writers.committer().request(durability);
    writers.await(waiter, tip.nextPlace());
    StoreThreads.tell(told, "device", tip);
  }
}
