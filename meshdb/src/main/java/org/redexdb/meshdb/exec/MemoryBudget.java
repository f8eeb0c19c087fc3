// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.redexdb.meshdb.api.SqlException;

/// Heap that one statement holds in sorts, groups, distinct rows and join tables together, taken from what all statements
/// of the store share. What passes through is not counted.
///
/// Confined to the statement's thread.
public final class MemoryBudget {
  private final MemoryPool pool;
  private final long limitBytes;
  private final long waitNanos;
  private final Cancellation cancellation;
  private long grantedBytes;
  private long usedBytes;

  /// @param limitBytes   over it the statement fails with 53200; 0 for no limit but that of the pool
  /// @param waitNanos    how long to wait for other statements to give back
  /// @param cancellation of the statement
  public MemoryBudget(MemoryPool pool, long limitBytes, long waitNanos, Cancellation cancellation) {
    if (limitBytes < 0) throw new IllegalArgumentException("limitBytes: " + limitBytes);
    this.pool = pool;
    this.limitBytes = limitBytes == 0 ? pool.capacityBytes() : limitBytes;
    this.waitNanos = waitNanos;
    this.cancellation = cancellation;
  }

  public long usedBytes() { return usedBytes; }

  /// The share of one operator.
  Account account(String operator) { return new Account(operator); }

  /// What one operator holds. Closing gives it back.
  final class Account implements AutoCloseable {
    private final String operator;
    private long bytes;

    private Account(String operator) {
      this.operator = operator;
    }

    /// To be called before the memory is taken.
    ///
    /// @throws SqlException.Limit 53200 when the statement would hold more than it may
    void charge(long more) {
      if (more == 0) return;
      if (more > limitBytes - usedBytes && limitBytes < pool.capacityBytes())
        throw new SqlException.Limit("53200", operator + " needs more memory than the " + limitBytes
            + " bytes a statement may hold (query_memory_max); filter earlier, group by fewer keys, add a LIMIT, or"
            + " raise the option");
      long missing = usedBytes + more - grantedBytes;
      if (missing > 0) grantedBytes += pool.take(grantedBytes, missing, waitNanos, cancellation, operator);
      bytes += more;
      usedBytes += more;
    }

    /// For work on what is held that takes longer than a batch.
    ///
    /// @throws SqlException.Cancelled when the statement is to end
    void checkCancelled() { cancellation.check(); }

    @Override
    public void close() {
      usedBytes -= bytes;
      bytes = 0;
      // Memory that only the garbage collector can take back is not worth keeping for a later operator of the statement.
      if (usedBytes == 0) {
        pool.giveBack(grantedBytes);
        grantedBytes = 0;
      }
    }
  }
}
