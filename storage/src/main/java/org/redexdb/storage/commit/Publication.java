// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets a commit over several logs move their tips so that who asks here sees all of them moved or none: a sequence lock.
/// Single appends move their tip without it, in an order nobody is promised anything about.
///
/// Thread-safe; readers wait for a few stores at most.
final class Publication {
  private final ReentrantLock moving = new ReentrantLock();
  /// Odd while tips move. Written under the lock.
  private final AtomicLong version = new AtomicLong();

  /// Runs `moves`, which must not wait.
  void move(Runnable moves) {
    moving.lock();
    try {
      version.incrementAndGet();
      moves.run();
    } finally {
      version.incrementAndGet();
      moving.unlock();
    }
  }

  /// Runs `reads`, again if tips moved meanwhile.
  <T> T read(Supplier<T> reads) {
    while (true) {
      long before = version.get();
      if ((before & 1) == 0) {
        T seen = reads.get();
        if (version.get() == before) return seen;
      }
      Thread.onSpinWait();
    }
  }
}
