// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.rule;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.ScanColumn;
import org.redexdb.meshdb.plan.Travel;

/// `ORDER BY seq DESC LIMIT n` over a whole channel → the scan reads only the last n events. Seqs have no gaps, so their
/// place is known. The end is fixed here, by the tip of now; the statement's snapshot, taken later, cannot be shorter.
final class LastEvents implements Rule {
  private static final ScanColumn SEQ = new ScanColumn.Intrinsic(ScanColumn.Intrinsic.Kind.SEQ);

  @Override
  public Plan apply(Plan node) {
    if (!(node instanceof Plan.Sort sort) || sort.limit() < 0 || sort.keys().isEmpty()) return node;
    var key = sort.keys().getFirst();
    if (!key.descending()) return node;
    long wanted = sort.limit() > Long.MAX_VALUE - sort.offset() ? Long.MAX_VALUE : sort.limit() + sort.offset();
    Plan input = cut(sort.input(), key.value(), wanted);
    if (input == null) return node;
    // Without OFFSET the scan gives exactly the rows wanted.
    return new Plan.Sort(input, sort.keys(), sort.offset() > 0 ? sort.limit() : -1, sort.offset());
  }

  /// The plan with the scan below it cut; null when there are rows between that are left out, or no seq.
  private static @Nullable Plan cut(Plan plan, Rex key, long wanted) {
    if (!(key instanceof Rex.Ref(int column, _))) return null;
    return switch (plan) {
      case Plan.Project(var input, var expressions) -> {
        Plan below = cut(input, expressions.get(column), wanted);
        yield below == null ? null : new Plan.Project(below, expressions);
      }
      case Plan.Scan scan when scan.predicate() == null && scan.limit() < 0
          && scan.columns().get(column).equals(SEQ) ->
        cut(scan, wanted);
      case Plan.Scan _,Plan.Values _,Plan.Filter _,Plan.Aggregate _,Plan.Sort _,Plan.Limit _,Plan.Distinct _,Plan.Join _ ->
        null;
    };
  }

  private static @Nullable Plan cut(Plan.Scan scan, long wanted) {
    long from = 0;
    long to = scan.channel().tip().seq() + 1;
    switch (scan.travel()) {
      case Travel.All _ -> {
      }
      case Travel.SeqRange(Rex.Literal(Long first, _), Rex.Literal(Long end, _)) -> {
        from = first;
        to = Math.min(to, end);
      }
      default -> {
        return null;
      }
    }
    long least = Math.max(from, to - Math.min(to, wanted));
    return new Plan.Scan(scan.channel(), new Travel.SeqRange(seq(Math.min(least, to)), seq(to)), scan.columns(), null,
        -1);
  }

  private static Rex seq(long value) { return new Rex.Literal(Math.max(0, value), SqlType.BIGINT); }
}
