// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.redexdb.storage.api.StorageException;

/// The last event of a log that is on the device, and the readers that wait for the next one.
///
/// Raised by who has forced, once for each force: an append that does not wait for the device never comes here. The lock
/// is the innermost and held for moments only.
final class DurableSeq {
  private final long logId;
  private final TipSink sink;
  private final Tip tip;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition raised = lock.newCondition();
  /// Written under the lock.
  private volatile long seq;
  // Under the lock.
  private int awaiting;
  private boolean closed;

  /// What opening found is on the device.
  DurableSeq(long logId, TipSink sink, Tip tip) {
    this.logId = logId;
    this.sink = sink;
    this.tip = tip;
    this.seq = tip.seq();
  }

  long seq() { return seq; }

  /// @return false when it was known already
  boolean raise(long to) {
    lock.lock();
    try {
      if (to <= seq) return false;
      seq = to;
      sink.durable(logId, to); // under the lock: others must not see it fall
      if (awaiting > 0) raised.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Parks until it passes `than`.
  ///
  /// @throws StorageException.Closed the log was closed
  boolean awaitBeyond(long than, long timeoutNanos) throws InterruptedException {
    long left = timeoutNanos;
    lock.lockInterruptibly();
    try {
      awaiting++;
      while (seq <= than) {
        if (closed) throw tip.closedException();
        if (left <= 0) return false;
        left = raised.awaitNanos(left);
      }
      return true;
    } finally {
      awaiting--;
      lock.unlock();
    }
  }

  /// Readers need not wait longer. It may still be raised.
  void close() {
    lock.lock();
    try {
      closed = true;
      raised.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
