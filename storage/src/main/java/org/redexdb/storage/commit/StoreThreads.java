// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.function.BooleanSupplier;
import org.redexdb.storage.api.InLog;
import org.redexdb.storage.api.StorageException;

/// The store's threads as the appender of one log sees them: whom it tells, and how it waits for them.
///
/// Called with the log's lock held. That is safe because none of those threads ever waits for this lock.
final class StoreThreads {
  private final LogWriter log;
  private final Writers writers;
  private final Tip tip;

  StoreThreads(LogWriter log, Writers writers, Tip tip) {
    this.log = log;
    this.writers = writers;
    this.tip = tip;
  }

  /// The flusher has to look at this log from now on.
  void arrived() { writers.flusher().arrived(log); }

  void wakeFlusher() { writers.flusher().wake(); }

  /// See [Flusher#stuckRuns].
  long stuckRuns() { return writers.flusher().stuckRuns(); }

  /// An interrupt ends the wait, and with it an append of which nothing has happened yet.
  void await(BooleanSupplier done) {
    try {
      writers.crew().awaitUntil(done);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException.Interrupted(tip.nextPlace(), "waiting for room to append", InLog.NO);
    }
  }

  /// An interrupt is kept for the caller.
  void awaitUninterruptibly(BooleanSupplier done) {
    boolean interrupted = false;
    while (true) {
      try {
        writers.crew().awaitUntil(done);
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
  }
}
