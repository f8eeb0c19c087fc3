// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.redexdb.meshdb.UnusedChannel;
import org.redexdb.storage.api.DamagedRange;
import org.redexdb.storage.api.Position;

/// A channel for operators: a name, bounds, and rows that a [RowSource] gives as batches. Append times are 10 ns apart.
@NullUnmarked // rows are lists of values and NULLs
final class MemoryChannel extends UnusedChannel {
  private final String name;
  private final UUID uuid = UUID.randomUUID();
  final List<List<Object>> rows;
  final long firstSeq;
  /// As told; all rows are given none the less.
  List<DamagedRange> damage = List.of();

  MemoryChannel(String name, List<List<Object>> rows) { this(name, rows, 0); }

  MemoryChannel(String name, List<List<Object>> rows, long firstSeq) {
    this.name = name;
    this.rows = rows;
    this.firstSeq = firstSeq;
  }

  static long ts(long seq) { return 1_000 + 10 * seq; }

  @Override
  public String name() { return name; }

  @Override
  public UUID uuid() { return uuid; }

  @Override
  public Position tip() { return new Position(1, rows.size() - 1); }

  @Override
  public long nextSeq() { return rows.size(); }

  @Override
  public long firstSeq() { return firstSeq; }

  @Override
  public long durableSeq() { return rows.size() - 1L; }

  @Override
  public List<DamagedRange> damage() { return damage; }

  @Override
  public long endOfPrefixAt(long epochNanos) {
    return Math.clamp(Math.floorDiv(epochNanos - 1_000, 10) + 1, firstSeq, rows.size());
  }
}
