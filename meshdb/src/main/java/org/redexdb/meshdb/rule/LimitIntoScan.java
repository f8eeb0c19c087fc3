// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import org.redexdb.meshdb.plan.Plan;

/// `Limit(Scan)`: the scan stops by itself; the limit stays above it only to drop the rows of OFFSET.
final class LimitIntoScan implements Rule {
  @Override
  public Plan apply(Plan node) {
    if (!(node instanceof Plan.Limit(Plan.Scan scan, long limit, long offset)) || limit < 0) return node;
    long wanted = limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : limit + offset;
    if (scan.limit() >= 0 && (offset > 0 || scan.limit() <= wanted)) return offset > 0 ? node : scan;
    var cut = new Plan.Scan(scan.channel(), scan.travel(), scan.columns(), scan.predicate(), wanted);
    return offset > 0 ? new Plan.Limit(cut, limit, offset) : cut;
  }
}
