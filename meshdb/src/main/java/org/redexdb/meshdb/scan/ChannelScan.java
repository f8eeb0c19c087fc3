// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.scan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.exec.Operator;
import org.redexdb.meshdb.json.JsonScanner;
import org.redexdb.meshdb.plan.PathStep;
import org.redexdb.meshdb.plan.ScanColumn;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Where;

/// Events of one channel as batches, in seq order, with exactly the columns asked for; a payload that no column needs is
/// not looked at.
///
/// A batch has the rows of at most one block of the reader, so its texts can point into the block: nothing is copied, and
/// both are overwritten by the next call. With events of usual size that is 1,000 to 2,048 rows.
public final class ChannelScan implements Operator {
  private final FrameReader reader;
  private final long fromNanos;
  private final long toNanos;
  private final Runnable checkCancelled;
  private final FrameBlock block = new FrameBlock();
  private final ScanRows rows;
  private final List<ColumnReader> readers = new ArrayList<>();
  private final @Nullable MetadataReader metadata;
  private final Batch batch;
  private int nextEvent;
  private boolean exhausted;
  private long invalidPayloads;

  /// @param channel        name, for the column and for errors
  /// @param reader         closed with this operator
  /// @param columns        what to deliver, in this order; none gives batches that only have a size
  /// @param fromNanos      least append time of events to deliver; [Long#MIN_VALUE] for all
  /// @param toNanos        greatest append time, inclusive; [Long#MAX_VALUE] for all
  /// @param checkCancelled run before every block and batch; throws to end the scan
  public ChannelScan(String channel, FrameReader reader, List<ScanColumn> columns, long fromNanos, long toNanos,
      Runnable checkCancelled) {
    this.reader = reader;
    this.fromNanos = fromNanos;
    this.toNanos = toNanos;
    this.checkCancelled = checkCancelled;
    var slots = new HashMap<List<PathStep>, Integer>();
    var paths = new ArrayList<List<PathStep>>();
    var facts = new MetadataReader();
    for (ScanColumn column : columns) readers.add(reader(channel, column, slots, paths, facts));
    metadata = facts.isEmpty() ? null : facts;
    rows = new ScanRows(block, new JsonScanner(paths), paths.size());
    batch = new Batch(columns.size());
    batch.origin = (row, _) -> Where.seq(channel, block.seq(rows.event[row]));
  }

  /// Scans a range of a channel.
  public static ChannelScan open(Channel channel, SeqRange range, List<ScanColumn> columns, long fromNanos,
      long toNanos, Runnable checkCancelled) {
    FrameReader reader = channel.frames(range);
    try {
      return new ChannelScan(channel.name(), reader, columns, fromNanos, toNanos, checkCancelled);
    } catch (Throwable t) {
      reader.close();
      throw t;
    }
  }

  private static ColumnReader reader(String channel, ScanColumn column, Map<List<PathStep>, Integer> slots,
      List<List<PathStep>> paths, MetadataReader facts) {
    return switch (column) {
      case ScanColumn.Intrinsic intrinsic -> switch (intrinsic.kind()) {
        case TIME, ID, TYPE, KEY, HEADERS -> facts.column(intrinsic.kind());
        case SEQ, TS, CHANNEL, ORIGIN, PAYLOAD -> new FrameColumn(intrinsic.kind(), channel);
      };
      case ScanColumn.Field(var steps, var type) -> new FieldReader(slot(steps, slots, paths), type);
      case ScanColumn.Declared(var name, var type) ->
        new DeclaredReader(slot(List.of(new PathStep.Key(name)), slots, paths), channel, name, type);
      case ScanColumn.Has(var steps) -> new HasReader(slot(steps, slots, paths));
    };
  }

  private static int slot(List<PathStep> steps, Map<List<PathStep>, Integer> slots, List<List<PathStep>> paths) {
    return slots.computeIfAbsent(steps, path -> {
      paths.add(path);
      return paths.size() - 1;
    });
  }

  @Override
  public @Nullable Batch next() {
    while (true) {
      checkCancelled.run();
      if (nextEvent == block.count()) {
        if (exhausted) return null;
        nextEvent = 0;
        if (!reader.next(block)) {
          exhausted = true;
          return null;
        }
      }
      takeRows();
      if (rows.size > 0) return fill();
    }
  }

  private void takeRows() {
    int size = 0;
    int event = nextEvent;
    for (int end = block.count(); event < end && size < Batch.ROWS; event++) {
      long ts = block.ts(event);
      if (ts >= fromNanos && ts <= toNanos) rows.event[size++] = event;
    }
    nextEvent = event;
    rows.size = size;
  }

  private Batch fill() {
    invalidPayloads += rows.scanPayloads();
    if (metadata != null) metadata.scan(rows);
    for (int i = 0; i < readers.size(); i++) batch.columns[i] = readers.get(i).read(rows);
    batch.size = rows.size;
    batch.selected = -1;
    return batch;
  }

  /// Events so far whose payload should be JSON and is not; counted only when a column needs payloads.
  public long invalidPayloads() { return invalidPayloads; }

  @Override
  public void close() { reader.close(); }
}
