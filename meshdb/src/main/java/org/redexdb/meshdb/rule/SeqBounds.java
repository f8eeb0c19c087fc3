// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.RexTree;
import org.redexdb.meshdb.plan.ScanColumn;
import org.redexdb.meshdb.plan.Travel;

/// `seq >= 10 AND seq < 20` → the scan reads only `[10, 20)`; `seq = 5` → it reads one event.
final class SeqBounds implements Rule {
  private static final BigInteger LIMIT = BigInteger.valueOf(Long.MAX_VALUE);
  private static final ScanColumn SEQ = new ScanColumn.Intrinsic(ScanColumn.Intrinsic.Kind.SEQ);

  @Override
  public Plan apply(Plan node) {
    if (!(node instanceof Plan.Scan scan)) return node;
    int column = scan.columns().indexOf(SEQ);
    if (column < 0 || scan.predicate() == null || scan.limit() >= 0) return node;
    var from = BigInteger.ZERO;
    var to = LIMIT;
    switch (scan.travel()) {
      case Travel.All _ -> {
      }
      case Travel.SeqRange(Rex.Literal(Long first, _), Rex.Literal(Long end, _)) -> {
        from = from.max(BigInteger.valueOf(first));
        to = BigInteger.valueOf(end);
      }
      default -> {
        return node;
      }
    }
    var bounds = Bounds.of(scan.predicate(), column, from, to, SeqBounds::whole);
    return bounds.any()
        ? new Plan.Scan(scan.channel(), travel(bounds), scan.columns(), RexTree.and(bounds.rest()), -1)
        : node;
  }

  private static Travel travel(Bounds bounds) {
    if (bounds.empty()) return new Travel.SeqRange(literal(BigInteger.ZERO), literal(BigInteger.ZERO));
    if (bounds.to().subtract(bounds.from()).equals(BigInteger.ONE)) return new Travel.AtSeq(literal(bounds.from()));
    return new Travel.SeqRange(literal(bounds.from()), literal(bounds.to()));
  }

  private static Rex literal(BigInteger seq) { return new Rex.Literal(seq.longValueExact(), SqlType.BIGINT); }

  private static @Nullable BigInteger whole(Rex.Literal literal) {
    return literal.value() instanceof Long value ? BigInteger.valueOf(value) : null;
  }
}
