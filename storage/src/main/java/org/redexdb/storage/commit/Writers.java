// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.InLog;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.front.Front;
import org.redexdb.storage.runtime.CallerCrew;
import org.redexdb.storage.runtime.Crew;

/// What all writers of one store share. Wires and starts flusher, committer and helper.
public final class Writers {
  private final Crew crew;
  private final Front front;
  private final StoreClock clock;
  private final int epoch;
  private final Fence fence;
  private final boolean isVolatile;
  private final TipSink sink;
  private final Flusher flusher;
  private final Committer committer;
  private final Helper helper;
  private final Journal journal;
  private final Publication publication = new Publication();
  private final ShownTips shownTips;

  public Writers(Crew crew, Disk disk, Front front, TimeSource time, Identities identities, int epoch, Fence fence,
      boolean isVolatile, TipSink sink) {
    this.crew = crew;
    this.front = front;
    this.clock = new StoreClock(time);
    this.epoch = epoch;
    this.fence = fence;
    this.isVolatile = isVolatile;
    this.sink = sink;
    this.shownTips = new ShownTips(sink);
    this.flusher = new Flusher(crew, front, time, clock);
    this.helper = new Helper(crew, disk, identities, time);
    this.committer = new Committer(crew, helper, time);
    this.journal = new Journal(this);
    flusher.start(helper);
    committer.start();
    helper.start(journal);
  }

  Crew crew() { return crew; }

  Front front() { return front; }

  StoreClock clock() { return clock; }

  int epoch() { return epoch; }

  Fence fence() { return fence; }

  /// Whether the disk forgets everything with the process.
  boolean isVolatile() { return isVolatile; }

  boolean hasThreads() { return !(crew instanceof CallerCrew); }

  TipSink sink() { return sink; }

  /// What an append has reached that got what it asked for.
  Level reached(Level asked) {
    if (isVolatile) return Level.MEMORY;
    return asked == Level.DISK ? Level.DISK : Level.OS;
  }

  Flusher flusher() { return flusher; }

  Committer committer() { return committer; }

  Helper helper() { return helper; }

  public Journal journal() { return journal; }

  Publication publication() { return publication; }

  ShownTips shownTips() { return shownTips; }

  /// Reads tips so that of a commit over several logs all or nothing is seen.
  public long[] tips(List<LogWriter> logs) {
    return publication.read(() -> logs.stream().mapToLong(LogWriter::tipSeq).toArray());
  }

  /// Parks until the waiter's event is durable or is known not to be.
  void await(DurableWaiter waiter, Where where) {
    if (!hasThreads()) {
      crewUntilSettled(waiter);
    } else {
      while (!waiter.isSettled()) {
        LockSupport.park(this);
        if (!waiter.isSettled() && Thread.interrupted()) {
          Thread.currentThread().interrupt();
          throw new StorageException.Interrupted(where, "waiting for the device", InLog.YES);
        }
      }
    }
    StorageException failure = waiter.failure();
    if (failure != null) throw outcome(failure, where);
  }

  /// What one of those who waited is told, with a stack of its own.
  static StorageException outcome(StorageException failure, Where where) {
    return switch (failure) {
      case StorageException.DiskFull full -> StorageException.DiskFull.whileForcing(where, full);
      case StorageException.Closed gone -> new StorageException.Closed(where, "log");
      default -> new StorageException.NotDurable(where, failure);
    };
  }

  private void crewUntilSettled(DurableWaiter waiter) {
    try {
      crew.awaitUntil(waiter::isSettled);
    } catch (InterruptedException e) {
      throw new IllegalStateException("no thread waits here", e);
    }
  }

  /// After the workers have ended: makes the key files and closes the files that they did not come to.
  public void closeOld() {
    helper.deriveRest();
    helper.closeOld();
  }

  /// Has this run by the helper about once a second from now on.
  public void sweep(Sweep sweep) { helper.sweep(sweep); }

  /// No more work for a log that is closed or dropped.
  public void forget(LogWriter log) {
    shownTips.dropped(log.participant().logId());
    flusher.forget(log);
    helper.forget(log.durability());
    committer.unpace(log.pacing());
    journal.forget(log);
  }
}
