// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.storage.api.TimeSource;

/// The wish to end a statement: by its user, or because its time is over. Set from any thread, checked by the statement's
/// own once per batch.
public final class Cancellation {
  private final TimeSource clock;
  private final long startNanos;
  private final long limitNanos;
  private volatile @Nullable String reason;

  /// @param limitNanos time the statement may run from now, 0 for no limit
  public Cancellation(TimeSource clock, long limitNanos) {
    this.clock = clock;
    this.startNanos = clock.monotonicNanos();
    this.limitNanos = limitNanos;
  }

  /// @param why told to the user of the statement
  public void cancel(String why) { reason = why; }

  public boolean cancelled() { return reason != null; }

  /// @throws SqlException.Cancelled when the statement is to end
  public void check() {
    String why = reason;
    if (why != null) throw new SqlException.Cancelled(why);
    if (limitNanos > 0 && clock.monotonicNanos() - startNanos > limitNanos)
      throw new SqlException.Cancelled("the statement ran longer than " + limitNanos / 1_000_000
          + " ms (query_max_duration); raise the limit or narrow the query");
  }
}
