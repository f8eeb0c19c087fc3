// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import org.jspecify.annotations.Nullable;

/// The wait of one thread that others may end. They interrupt it, which is the only way out of a wait for an event, and
/// only as long as it waits: the thread may be one of a pool.
final class Wait {
  private @Nullable Thread waiting;
  private boolean ended;

  /// What is waited for.
  @FunctionalInterface
  interface Waited<T> {
    @Nullable
    T get() throws InterruptedException;
  }

  /// @return null also when it was ended; from then on always, at once
  /// @throws InterruptedException by someone else's interrupt
  <T> @Nullable T run(Waited<T> waited) throws InterruptedException {
    synchronized (this) {
      if (ended) return null;
      waiting = Thread.currentThread();
    }
    try {
      return waited.get();
    } catch (InterruptedException e) {
      if (!isEnded()) throw e;
      return null;
    } finally {
      synchronized (this) {
        waiting = null;
        if (ended) Thread.interrupted(); // ours, which may have come when the wait was over already
      }
    }
  }

  synchronized boolean isEnded() { return ended; }

  synchronized void end() {
    if (ended) return;
    ended = true;
    Thread thread = waiting;
    if (thread != null) thread.interrupt();
  }
}
