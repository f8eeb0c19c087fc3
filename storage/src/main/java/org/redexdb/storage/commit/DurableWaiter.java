// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.StorageException;

/// Who waits until events up to some seq are on the device: a parked thread, or a task. Told once, when that is settled.
final class DurableWaiter {
  final long seq;
  /// Null when a task is told.
  private final @Nullable Thread thread;
  private final @Nullable Consumer<@Nullable StorageException> task;
  private volatile boolean settled;
  private volatile @Nullable StorageException failure;

  DurableWaiter(long seq, Thread thread) {
    this.seq = seq;
    this.thread = thread;
    this.task = null;
  }

  /// @param task told the failure or null, under the force lock: must hand on what takes time or runs code of others
  DurableWaiter(long seq, Consumer<@Nullable StorageException> task) {
    this.seq = seq;
    this.thread = null;
    this.task = task;
  }

  boolean isSettled() { return settled; }

  @Nullable
  StorageException failure() { return failure; }

  void settle(@Nullable StorageException outcome) {
    failure = outcome;
    settled = true;
    Consumer<@Nullable StorageException> told = task;
    if (told != null) told.accept(outcome);
    else
      LockSupport.unpark(thread);
  }
}
