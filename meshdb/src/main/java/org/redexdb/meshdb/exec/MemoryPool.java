// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.redexdb.meshdb.api.SqlException;

/// Heap that all statements of a store together may hold, handed out in steps. A statement that asks for more than is free
/// waits for others to give some back: one that holds nothing yet for as long as it was told to, one that does only while
/// some other that holds some is not itself waiting, so that statements never wait for each other until time is over.
///
/// Thread-safe. What is granted never exceeds the capacity.
public final class MemoryPool {
  private static final long STEP_BYTES_MAX = 1L << 20;
  private static final long STEPS_MIN = 64;
  /// A cancelled statement stops waiting after at most this.
  private static final long CHECK_NANOS = 20_000_000;
  private static final long CAPACITY_BYTES_MIN = 1L << 20;

  private final long capacityBytes;
  private final long stepBytes;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition returned = lock.newCondition();

  // Guarded by the lock.
  private long grantedBytes;
  private long peakBytes;
  private int holders;
  private int waiting;
  private int waitingHolders;

  public MemoryPool(long capacityBytes) {
    if (capacityBytes <= 0) throw new IllegalArgumentException("capacityBytes: " + capacityBytes);
    this.capacityBytes = capacityBytes;
    stepBytes = Math.max(1, Math.min(STEP_BYTES_MAX, capacityBytes / STEPS_MIN));
  }

  /// A quarter of the largest heap this JVM may have.
  public static long defaultBytes() { return Math.max(CAPACITY_BYTES_MIN, Runtime.getRuntime().maxMemory() / 4); }

  /// How things stand.
  ///
  /// @param grantedBytes handed out now
  /// @param peakBytes    most that was ever handed out
  /// @param holders      statements that hold some
  /// @param waiting      statements that wait for some
  public record Usage(long capacityBytes, long grantedBytes, long peakBytes, int holders, int waiting) {
  }

  public Usage usage() {
    lock.lock();
    try {
      return new Usage(capacityBytes, grantedBytes, peakBytes, holders, waiting);
    } finally {
      lock.unlock();
    }
  }

  long capacityBytes() { return capacityBytes; }

  /// Gives a statement more.
  ///
  /// @param heldBytes    what it was granted so far
  /// @param leastBytes   what it cannot go on without; a step is given where that much is free
  /// @param waitNanos    for how long to wait
  /// @param cancellation of the statement; ends the wait
  /// @param task         what needs the memory, for the message
  /// @return bytes granted now, at least `leastBytes`
  /// @throws SqlException.Limit 53200
  long take(long heldBytes, long leastBytes, long waitNanos, Cancellation cancellation, String task) {
    boolean interrupted = false;
    lock.lock();
    try {
      if (leastBytes > capacityBytes - heldBytes)
        throw new SqlException.Limit("53200", task + " needs more memory than the " + capacityBytes
            + " bytes that all statements of this store may hold; filter earlier, group by fewer keys, add a LIMIT, or"
            + " give the JVM more heap (a quarter of it by default, memoryBytes of OpenOptions)");
      long leftNanos = waitNanos;
      while (leastBytes > capacityBytes - grantedBytes) {
        cancellation.check();
        if (leftNanos <= 0 || heldBytes > 0 && holders - waitingHolders <= 1) throw busy(task, waitNanos - leftNanos);
        waiting++;
        if (heldBytes > 0) waitingHolders++;
        try {
          long slice = Math.min(leftNanos, CHECK_NANOS);
          leftNanos -= slice - returned.awaitNanos(slice);
        } catch (InterruptedException e) {
          // Not ours to act on: the statement is cancelled by its own means, the caller sees the flag afterwards.
          interrupted = true;
        } finally {
          waiting--;
          if (heldBytes > 0) waitingHolders--;
        }
      }
      long granted = Math.max(leastBytes, Math.min(stepBytes, capacityBytes - grantedBytes));
      if (heldBytes == 0) holders++;
      grantedBytes += granted;
      peakBytes = Math.max(peakBytes, grantedBytes);
      return granted;
    } finally {
      lock.unlock();
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  private SqlException.Limit busy(String task, long waitedNanos) {
    return new SqlException.Limit("53200",
        task + " waited " + waitedNanos / 1_000_000 + " ms for memory: " + grantedBytes
            + " of the " + capacityBytes + " bytes that all statements of this store may hold are held by " + holders
            + " statements; close results that are read no more, try again, or raise query_memory_wait");
  }

  /// Takes everything back that a statement was granted.
  void giveBack(long bytes) {
    if (bytes == 0) return;
    lock.lock();
    try {
      grantedBytes -= bytes;
      holders--;
      returned.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
