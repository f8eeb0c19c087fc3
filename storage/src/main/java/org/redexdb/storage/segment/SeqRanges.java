// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// A set of seqs that grows, kept as ranges that do not touch.
///
/// Thread-safe; for what is rare.
public final class SeqRanges {
  private final TreeMap<Long, Long> endByStart = new TreeMap<>();

  /// Empty.
  public SeqRanges() {}

  /// Adds `[from, to)`.
  public synchronized void add(long from, long to) {
    long start = from;
    long end = to;
    Map.Entry<Long, Long> before = endByStart.floorEntry(end);
    while (before != null && before.getValue() >= start) {
      start = Math.min(start, before.getKey());
      end = Math.max(end, before.getValue());
      endByStart.remove(before.getKey());
      before = endByStart.floorEntry(end);
    }
    if (start < end) endByStart.put(start, end);
  }

  public void addAll(Collection<FrameSearch.Gap> gaps) { for (FrameSearch.Gap gap : gaps) add(gap.from(), gap.to()); }

  public synchronized boolean isEmpty() { return endByStart.isEmpty(); }

  /// By ascending seq.
  public synchronized void forEach(BiConsumer<Long, Long> each) { new TreeMap<>(endByStart).forEach(each); }
}
