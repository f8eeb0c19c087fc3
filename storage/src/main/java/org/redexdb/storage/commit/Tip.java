// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// The last event of a log that may be read, and who waits for the next one.
///
/// Moved by the appender under the log's lock, read by everybody. Who waits takes the log's lock as well, so that an
/// append needs no fence to see that somebody does.
final class Tip {
  private static final VarHandle SEQ;

  static {
    try {
      SEQ = MethodHandles.lookup().findVarHandle(Tip.class, "seq", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String logName;
  private final int epoch;
  private final Position recovered;
  private final ReentrantLock lock;
  private final Condition moved;
  /// Written under the lock with release.
  private long seq;
  // Under the lock.
  private int awaiting;
  private boolean closed;

  /// @param recovered last event that opening found
  /// @param lock the log's
  Tip(String logName, int epoch, Position recovered, ReentrantLock lock) {
    this.logName = logName;
    this.epoch = epoch;
    this.recovered = recovered;
    this.lock = lock;
    this.moved = lock.newCondition();
    this.seq = recovered.seq();
  }

  // ---- under the log's lock

  long nextSeq() { return seq + 1; }

  /// The one move that makes events visible.
  void publish(long last) {
    SEQ.setRelease(this, last);
    if (awaiting > 0) moved.signalAll();
  }

  boolean isClosed() { return closed; }

  /// It moves no more; nobody waits longer.
  void close() {
    closed = true;
    moved.signalAll();
  }

  // ---- for everybody

  /// What was stored before the event was published is visible to the caller.
  long seq() { return (long) SEQ.getAcquire(this); }

  Position position() {
    long now = seq();
    return now == recovered.seq() ? recovered : new Position(epoch, now);
  }

  /// Events published since opening.
  long moved() { return seq() - recovered.seq(); }

  boolean isUnmoved() { return seq() == recovered.seq(); }

  String logName() { return logName; }

  /// Where the next event will be, for errors.
  Where nextPlace() { return Where.seq(logName, seq() + 1); }

  StorageException.Closed closedException() { return new StorageException.Closed(nextPlace(), "log " + logName); }

  /// Parks until the tip passes `than`.
  ///
  /// @throws StorageException.Closed the log was closed
  boolean awaitBeyond(long than, long timeoutNanos) throws InterruptedException {
    long left = timeoutNanos;
    lock.lockInterruptibly();
    try {
      awaiting++; // under the lock: no appender can have published without seeing it
      while (seq() <= than) {
        if (closed) throw closedException();
        if (left <= 0) return false;
        left = moved.awaitNanos(left);
      }
      return true;
    } finally {
      awaiting--;
      lock.unlock();
    }
  }
}
