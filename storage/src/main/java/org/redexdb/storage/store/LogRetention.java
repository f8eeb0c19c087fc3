// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import org.redexdb.storage.api.Retention;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.api.Trimmed;
import org.redexdb.storage.commit.LogWriter;
import org.redexdb.storage.commit.Sweep;
import org.redexdb.storage.fault.Loggers;
import org.redexdb.storage.read.LogReads;

/// What one log keeps: finds the first event within its limits and has the log trimmed to it, when asked and about once a
/// second.
///
/// Threading: the limits may be set by any thread; sweeps are the helper's.
final class LogRetention implements Sweep {
  private final LogWriter writer;
  private final LogReads reads;
  private final TimeSource time;
  private volatile Retention limits = Retention.NONE;
  /// Tip at the last sweep; set back when the limits change.
  private volatile long sweptTip = -1;

  LogRetention(LogWriter writer, LogReads reads, TimeSource time) {
    this.writer = writer;
    this.reads = reads;
    this.time = time;
  }

  void limits(Retention newLimits) {
    synchronized (this) {
      limits = newLimits;
      sweptTip = -1;
    }
    if (newLimits.keepsAll()) writer.endSweep(this);
    else
      writer.sweep(this);
  }

  Trimmed apply() { return writer.trim(firstKept(limits)); }

  @Override
  public void run() {
    Retention now = limits;
    long tip = writer.tipSeq();
    // Nothing new, so nothing more to go; but events grow old by themselves.
    if (tip == sweptTip && now.maxAge().isZero()) return;
    try {
      if (isSettled(firstKept(now))) swept(now, tip);
    } catch (StorageException e) {
      // Damage and a device that fails are told to everybody who comes to the events; here once.
      if (!(e instanceof StorageException.Closed))
        Loggers.of(LogRetention.class).log(System.Logger.Level.WARNING,
            "retention ends until the store is opened again", e);
      writer.endSweep(this);
    }
  }

  /// Whether nothing before `first` is left that another look could remove. A pin may be closed without any append.
  private boolean isSettled(long first) {
    if (first <= reads.firstSeq()) return true;
    Trimmed done = writer.trimInBackground(first);
    return done != null && done.heldBack() != Trimmed.HeldBack.PIN;
  }

  private synchronized void swept(Retention by, long tip) {
    if (limits.equals(by)) sweptTip = tip;
  }

  /// The first event that all limits keep.
  private long firstKept(Retention now) {
    long tip = writer.tipSeq();
    long first = reads.firstSeq();
    if (now.maxEvents() > 0) first = Math.max(first, tip + 1 - now.maxEvents());
    if (!now.maxAge().isZero()) {
      long oldest = time.epochNanos() - StoredLog.nanos(now.maxAge());
      first = Math.max(first, Math.min(tip + 1, reads.endOfPrefixAt(oldest - 1)));
    }
    return now.maxBytes() > 0 ? Math.max(first, reads.firstWithin(now.maxBytes(), first, tip)) : first;
  }
}
