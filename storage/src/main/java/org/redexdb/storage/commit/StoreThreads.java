// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.InLog;
import org.redexdb.storage.api.LogActivity;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.events.AppendWaitEvent;
import org.redexdb.storage.events.Recorder;
import org.redexdb.storage.runtime.Crew;

/// The store's threads as the appender of one log sees them: whom it tells, and how it waits for them.
///
/// Called with the log's lock held. That is safe because none of those threads ever waits for this lock.
final class StoreThreads {
  private final LogWriter log;
  private final Writers writers;
  private final Tip tip;
  private final Tally stalls = new Tally();

  StoreThreads(LogWriter log, Writers writers, Tip tip) {
    this.log = log;
    this.writers = writers;
    this.tip = tip;
  }

  /// The flusher has to look at this log from now on.
  void arrived() { writers.flusher().arrived(log); }

  void wakeFlusher() { writers.flusher().wake(); }

  /// See [Crew#measuredNanos].
  long measuredNanos() { return writers.crew().measuredNanos(); }

  /// See [Flusher#stuck].
  Flusher.Stuck stuck() { return writers.flusher().stuck(); }

  /// An interrupt ends the wait, and with it an append of which nothing has happened yet.
  ///
  /// @param what is waited for, as the flight recorder shows it
  void await(String what, BooleanSupplier done) {
    if (done.getAsBoolean()) return;
    AppendWaitEvent told = Recorder.appendWait();
    long beganNanos = measuredNanos();
    try {
      writers.crew().awaitUntil(done);
      stalls.add(measuredNanos() - beganNanos);
      tell(told, what, tip);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException.Interrupted(tip.nextPlace(), "waiting for room to append", InLog.NO);
    }
  }

  static void tell(@Nullable AppendWaitEvent told, String what, Tip tip) {
    if (told == null || !Recorder.ends(told)) return;
    told.log = tip.logName();
    told.waitedFor = what;
    told.commit();
  }

  /// An interrupt is kept for the caller.
  void awaitUninterruptibly(String what, BooleanSupplier done) {
    AppendWaitEvent told = Recorder.appendWait();
    long beganNanos = measuredNanos();
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
    stalls.add(measuredNanos() - beganNanos);
    tell(told, what, tip);
  }

  /// Waits that took place, of appends that went on.
  LogActivity.Spent stalls() { return stalls.spent(); }
}
