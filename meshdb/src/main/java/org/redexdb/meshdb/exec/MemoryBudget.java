// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.redexdb.meshdb.api.SqlException;

/// Heap that one statement may hold in sorts, groups, distinct rows and join tables together. What passes through is not
/// counted.
///
/// Confined to the statement's thread.
public final class MemoryBudget {
  private final long limitBytes;
  private long usedBytes;

  /// @param limitBytes over it the statement fails with 53200
  public MemoryBudget(long limitBytes) {
    if (limitBytes <= 0) throw new IllegalArgumentException("limitBytes: " + limitBytes);
    this.limitBytes = limitBytes;
  }

  /// A quarter of the largest heap this JVM may have.
  public static MemoryBudget ofHeap() {
    return new MemoryBudget(Math.max(1L << 20, Runtime.getRuntime().maxMemory() / 4));
  }

  public long usedBytes() { return usedBytes; }

  public long limitBytes() { return limitBytes; }

  /// The share of one operator.
  Account account(String operator) { return new Account(operator); }

  /// What one operator holds. Closing gives it back.
  final class Account implements AutoCloseable {
    private final String operator;
    private long bytes;

    private Account(String operator) {
      this.operator = operator;
    }

    /// @throws SqlException.Limit 53200 when the statement would hold more than it may
    void charge(long more) {
      if (more == 0) return;
      bytes += more;
      usedBytes += more;
      if (usedBytes > limitBytes)
        throw new SqlException.Limit("53200", operator + " needs more memory than the " + limitBytes
            + " bytes a statement may hold; filter earlier, group by fewer keys, add a LIMIT, or give the JVM more heap");
    }

    @Override
    public void close() {
      usedBytes -= bytes;
      bytes = 0;
    }
  }
}
