// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.vector;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;

/// BIGINT and INTEGER; TIMESTAMP as nanoseconds since the epoch, UTC; DATE as days since the epoch.
public final class LongVector extends Vector {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final SqlType.Kind kind;
  public final long[] values;

  public LongVector(SqlType.Kind kind) { this(kind, new long[Batch.ROWS]); }

  /// @param values taken over, not copied
  public LongVector(SqlType.Kind kind, long[] values) {
    this.kind = kind;
    this.values = values;
  }

  @Override
  public SqlType.Kind kind() { return kind; }

  @Override
  public @Nullable Object boxed(int row) {
    return isNull(row) ? null : boxed(kind, values[row]);
  }

  /// A value of this form as the boxed value of its kind.
  public static Object boxed(SqlType.Kind kind, long value) {
    return switch (kind) {
      case TIMESTAMP -> Instant.ofEpochSecond(Math.floorDiv(value, NANOS_PER_SECOND),
          Math.floorMod(value, NANOS_PER_SECOND));
      case DATE -> LocalDate.ofEpochDay(value);
      default -> value;
    };
  }
}
