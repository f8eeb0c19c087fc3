// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.StorageException;

/// An append that waits until its last event is on the device. Parks; woken once, when that is settled.
final class DurableWaiter {
  final long seq;
  private final Thread thread;
  private volatile boolean settled;
  private volatile @Nullable StorageException failure;

  DurableWaiter(long seq, Thread thread) {
    this.seq = seq;
    this.thread = thread;
  }

  boolean isSettled() { return settled; }

  @Nullable
  StorageException failure() { return failure; }

  void settle(@Nullable StorageException outcome) {
    failure = outcome;
    settled = true;
    LockSupport.unpark(thread);
  }
}
