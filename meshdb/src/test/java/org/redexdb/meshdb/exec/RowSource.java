// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.NullUnmarked;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.eval.VectorBuilder;
import org.redexdb.meshdb.plan.ScanColumn;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.SeqRange;

/// Rows of a [MemoryChannel] as batches of random sizes, some with a selection that leaves invented rows out. Every batch
/// overwrites the one before, as a real scan does.
@NullUnmarked // rows are lists of values and NULLs
final class RowSource implements Operator {
  private final MemoryChannel channel;
  private final List<ScanColumn> columns;
  private final SeqRange range;
  private final long fromNanos;
  private final long toNanos;
  private final Runnable check;
  private final RandomGenerator random;
  private final VectorBuilder[] builders;
  private final Batch batch;
  private long nextSeq;
  int opened;
  int batches;
  boolean closed;

  private RowSource(MemoryChannel channel, SeqRange range, List<ScanColumn> columns, long fromNanos, long toNanos,
      Runnable check, RandomGenerator random) {
    this.channel = channel;
    this.range = range;
    this.columns = columns;
    this.fromNanos = fromNanos;
    this.toNanos = toNanos;
    this.check = check;
    this.random = random;
    this.builders = new VectorBuilder[columns.size()];
    for (int c = 0; c < builders.length; c++) builders[c] = new VectorBuilder();
    this.batch = new Batch(columns.size());
    this.nextSeq = range.from();
  }

  /// A source of scans that remembers what it opened.
  static final class Scans implements ScanSource {
    private final RandomGenerator random;
    final java.util.ArrayList<RowSource> opened = new java.util.ArrayList<>();

    Scans(RandomGenerator random) {
      this.random = random;
    }

    @Override
    public Operator open(Channel channel, SeqRange range, List<ScanColumn> columns, long fromNanos, long toNanos,
        Runnable checkCancelled) {
      var source = new RowSource((MemoryChannel) channel, range, columns, fromNanos, toNanos, checkCancelled, random);
      opened.add(source);
      return source;
    }
  }

  @Override
  public Batch next() {
    if (closed) throw new IllegalStateException("closed");
    while (true) {
      check.run();
      if (nextSeq == range.to()) return null;
      batches++;
      int most = (int) Math.min(range.to() - nextSeq, random.nextInt(4) == 0 ? 3 : Batch.ROWS);
      boolean selects = random.nextBoolean();
      int row = 0;
      int selected = 0;
      while (row < Batch.ROWS && selected < most) {
        boolean real = !selects || random.nextInt(3) > 0;
        long seq = real ? nextSeq : range.from() + random.nextLong(range.count());
        boolean passes = real && ts(seq) >= fromNanos && ts(seq) <= toNanos;
        for (int c = 0; c < builders.length; c++) builders[c].set(row, value(columns.get(c), seq));
        if (passes) batch.selection[selected++] = row;
        else if (real) {
          selects = true;
          most--;
        }
        if (real) nextSeq++;
        row++;
      }
      if (selected == 0) continue;
      for (int c = 0; c < builders.length; c++) batch.columns[c] = builders[c].finish(null, row, SqlType.ANY);
      batch.size = row;
      batch.selected = selects || selected < row ? selected : -1;
      return batch;
    }
  }

  private static long ts(long seq) { return MemoryChannel.ts(seq); }

  private Object value(ScanColumn column, long seq) {
    return switch (column) {
      case ScanColumn.Declared(String name, SqlType _) -> channel.rows.get((int) seq).get(Integer.parseInt(name));
      case ScanColumn.Intrinsic(var kind) when kind == ScanColumn.Intrinsic.Kind.SEQ -> seq;
      default -> throw new IllegalArgumentException("not in this test: " + column);
    };
  }

  @Override
  public void close() { closed = true; }
}
