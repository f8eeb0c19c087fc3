// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.eval.ExpressionCompiler;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.plan.Travel;
import org.redexdb.meshdb.value.Arithmetic;
import org.redexdb.meshdb.value.BadValue;
import org.redexdb.meshdb.value.Casts;
import org.redexdb.meshdb.value.NumberOrder;
import org.redexdb.meshdb.value.Times;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.SeqRange;

/// What a scan reads: a range of seqs, cut to what the snapshot and retention leave, and bounds of the append time.
///
/// @param fromNanos least append time, [Long#MIN_VALUE] for all
/// @param toNanos   greatest append time, inclusive, [Long#MAX_VALUE] for all
record ScanRange(SeqRange seqs, long fromNanos, long toNanos) {
  static ScanRange of(Plan.Scan scan, Snapshot snapshot, ExpressionCompiler compiler, ExecContext context) {
    Channel channel = scan.channel();
    long first = channel.firstSeq();
    long end = Math.max(first, snapshot.end(scan));
    return switch (scan.travel()) {
      case Travel.All _ -> seqs(first, end);
      case Travel.AtSeq(Rex seq) -> {
        Long at = seq("AT SEQ", seq, compiler);
        yield at == null || at < first || at >= end ? seqs(first, first) : seqs(at, at + 1);
      }
      case Travel.SeqRange(Rex from, Rex to) -> {
        Long low = seq("FOR SEQ", from, compiler);
        Long high = seq("FOR SEQ", to, compiler);
        if (low == null || high == null) yield seqs(first, first);
        long start = Math.clamp(low, first, end);
        yield seqs(start, Math.clamp(high, start, end));
      }
      case Travel.AsOfSeq(Rex seq) -> {
        Long last = seq("AS OF SEQ", seq, compiler);
        if (last == null) throw Casts.nullNotAllowed("the bound of AS OF SEQ");
        yield seqs(first, last >= end ? end : Math.max(first, last + 1));
      }
      case Travel.AsOfTime(Rex time) -> {
        Long last = nanos(time, compiler, context);
        if (last == null) throw Casts.nullNotAllowed("the bound of AS OF TIMESTAMP");
        yield seqs(first, Math.clamp(channel.endOfPrefixAt(last), first, end));
      }
      case Travel.TimeRange(Rex from, Rex to, boolean inclusive) -> {
        Long low = nanos(from, compiler, context);
        Long high = nanos(to, compiler, context);
        if (low == null || high == null || low > high || !inclusive && low.equals(high)) yield seqs(first, first);
        // The clock may have jumped back, so only what lies wholly before the range can be passed over.
        long start = low == Long.MIN_VALUE ? first : Math.clamp(channel.endOfPrefixAt(low - 1), first, end);
        yield new ScanRange(new SeqRange(start, end), low, inclusive ? high : high - 1);
      }
    };
  }

  private static ScanRange seqs(long from, long to) {
    return new ScanRange(new SeqRange(from, to), Long.MIN_VALUE, Long.MAX_VALUE);
  }

  boolean allTimes() { return fromNanos == Long.MIN_VALUE && toNanos == Long.MAX_VALUE; }

  /// A bound that is NULL, as a comparison with NULL is, lets nothing through; one beyond BIGINT is the last there is.
  private static @Nullable Long seq(String clause, Rex rex, ExpressionCompiler compiler) {
    Object value = compiler.value(rex);
    if (value == null) return null;
    if (!Arithmetic.isNumber(value)) throw BadValue.wrongType("take for the bound of " + clause, value);
    if (NumberOrder.canonical(value) instanceof Long whole) return whole;
    if (NumberOrder.compare(value, Long.MAX_VALUE) > 0) return Long.MAX_VALUE;
    if (NumberOrder.compare(value, Long.MIN_VALUE) < 0) return Long.MIN_VALUE;
    throw BadValue.domain("22023", "the bound of " + clause + " must be a whole number");
  }

  private static @Nullable Long nanos(Rex rex, ExpressionCompiler compiler, ExecContext context) {
    Object value = compiler.value(rex);
    return value == null
        ? null
        : Times.nanos((Instant) Casts.cast(value, SqlType.TIMESTAMP, context.expressions().zone()));
  }
}
