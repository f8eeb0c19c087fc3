// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.redexdb.storage.api.StorageException;

/// Who waits for events of one log to be on the device, by ascending seq.
///
/// Appenders add under the log's lock. The store's threads settle, and may do so at once: what a force or the journal made
/// durable, what the flusher found to fail.
final class DurableWaiters {
  private final ConcurrentLinkedQueue<DurableWaiter> waiters = new ConcurrentLinkedQueue<>();

  /// Must be called in seq order: under the log's lock, before the tip moves.
  void add(DurableWaiter waiter) { waiters.add(waiter); }

  boolean isFirst(DurableWaiter waiter) { return waiters.peek() == waiter; }

  boolean isEmpty() { return waiters.isEmpty(); }

  synchronized void settleUpTo(long durableSeq) {
    for (DurableWaiter first = waiters.peek(); first != null && first.seq <= durableSeq; first = waiters.peek()) {
      waiters.poll();
      first.settle(null);
    }
  }

  synchronized void failAll(StorageException why) {
    for (DurableWaiter waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) waiter.settle(why);
  }
}
