// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexTree;
import org.redexdb.meshdb.plan.ScanColumn;
import org.redexdb.meshdb.plan.Travel;

/// `ts >= a AND ts < b` → the scan reads only events appended in `[a, b)`. Time is counted in nanoseconds, so every bound
/// has an exact half-open form.
final class TimeBounds implements Rule {
  private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000L);
  private static final BigInteger FIRST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LIMIT = BigInteger.valueOf(Long.MAX_VALUE);
  private static final ScanColumn TS = new ScanColumn.Intrinsic(ScanColumn.Intrinsic.Kind.TS);

  @Override
  public Plan apply(Plan node) {
    if (!(node instanceof Plan.Scan scan) || !(scan.travel() instanceof Travel.All)) return node;
    int column = scan.columns().indexOf(TS);
    if (column < 0 || scan.predicate() == null || scan.limit() >= 0) return node;
    var bounds = Bounds.of(scan.predicate(), column, FIRST, LIMIT, TimeBounds::nanos);
    if (!bounds.any()) return node;
    var travel = bounds.empty()
        ? new Travel.TimeRange(literal(BigInteger.ZERO), literal(BigInteger.ZERO), false)
        : new Travel.TimeRange(literal(bounds.from()), literal(bounds.to()), bounds.to().equals(LIMIT));
    return new Plan.Scan(scan.channel(), travel, scan.columns(), RexTree.and(bounds.rest()), -1);
  }

  private static @Nullable BigInteger nanos(Rex.Literal literal) {
    return literal.value() instanceof Instant time
        ? BigInteger.valueOf(time.getEpochSecond())
            .multiply(NANOS_PER_SECOND).add(BigInteger.valueOf(time.getNano())).max(FIRST).min(LIMIT)
        : null;
  }

  private static Rex literal(BigInteger nanos) {
    var parts = floorDivide(nanos);
    return new Rex.Literal(Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact()),
        SqlType.TIMESTAMP);
  }

  private static BigInteger[] floorDivide(BigInteger nanos) {
    var parts = nanos.divideAndRemainder(NANOS_PER_SECOND);
    return parts[1].signum() >= 0
        ? parts
        : new BigInteger[]{parts[0].subtract(BigInteger.ONE), parts[1].add(NANOS_PER_SECOND)};
  }
}
