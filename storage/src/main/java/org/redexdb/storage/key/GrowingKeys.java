// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.key;

import java.util.Arrays;
import org.redexdb.storage.segment.KeyIndex;

/// Index of a segment to which events may still come, in memory. Events of one hash are a chain from the last to the first.
///
/// Guarded by its monitor. Covers the segment from its beginning up to [#next]; who looks something up brings it there.
final class GrowingKeys implements KeyIndex {
  private static final int FIRST = 16;
  private static final int NONE = -1;

  private final long baseSeq;
  private long next;
  private int events;
  private int keys;
  // One row for each event that has a key.
  private long[] hashes = new long[FIRST];
  private int[] deltas = new int[FIRST];
  private int[] previous = new int[FIRST];
  /// Open addressing: row of the last event of each hash.
  private int[] lasts = emptyTable(FIRST * 2);
  /// Written with each array; read without the monitor, which is held while a segment is read.
  private volatile long heapBytes = heap(FIRST, FIRST * 2);

  GrowingKeys(long baseSeq) {
    this.baseSeq = baseSeq;
    this.next = baseSeq;
  }

  private static long heap(long rows, long table) {
    return rows * (Long.BYTES + 2 * Integer.BYTES) + table * Integer.BYTES;
  }

  @Override
  public long heapBytes() { return heapBytes; }

  private static int[] emptyTable(int size) {
    var table = new int[size];
    Arrays.fill(table, NONE);
    return table;
  }

  /// First event that it does not cover.
  synchronized long next() { return next; }

  /// Events before `seq` that were not added have no key.
  synchronized void coveredTo(long seq) { next = Math.max(next, seq); }

  /// An event from [#next] on has a key.
  synchronized void add(long seq, long hash) {
    if (events == hashes.length) growRows();
    if (keys * 2 >= lasts.length) growTable();
    int slot = slot(hash);
    int last = lasts[slot];
    if (last == NONE) keys++;
    hashes[events] = hash;
    deltas[events] = (int) (seq - baseSeq);
    previous[events] = last;
    lasts[slot] = events;
    events++;
    next = seq + 1;
  }

  private void growRows() {
    int rows = events * 2;
    hashes = Arrays.copyOf(hashes, rows);
    deltas = Arrays.copyOf(deltas, rows);
    previous = Arrays.copyOf(previous, rows);
    heapBytes = heap(rows, lasts.length);
  }

  private void growTable() {
    int[] old = lasts;
    lasts = emptyTable(old.length * 2);
    heapBytes = heap(hashes.length, lasts.length);
    for (int row : old) if (row != NONE) lasts[slot(hashes[row])] = row;
  }

  private int slot(long hash) {
    int mask = lasts.length - 1;
    int slot = (int) (KeyLayout.mix(hash) >>> 32) & mask;
    while (lasts[slot] != NONE && hashes[lasts[slot]] != hash) slot = slot + 1 & mask;
    return slot;
  }

  @Override
  public synchronized int before(long hash, long before, long[] into) {
    int count = 0;
    for (int row = lasts[slot(hash)]; row != NONE && count < into.length; row = previous[row]) {
      long seq = baseSeq + deltas[row];
      if (seq < before) into[count++] = seq;
    }
    return count;
  }

  /// Goes through the chain of what lies behind as well; a reader asks for more each time.
  @Override
  public synchronized int from(long hash, long from, long[] into) {
    long met = 0;
    for (int row = lasts[slot(hash)]; row != NONE; row = previous[row]) {
      long seq = baseSeq + deltas[row];
      if (seq < from) break;
      into[(int) (met++ % into.length)] = seq;
    }
    // What came last is the least: a ring of descending seqs that ends at `met`.
    int count = (int) Math.min(met, into.length);
    var descending = new long[count];
    for (int i = 0; i < count; i++) descending[i] = into[(int) ((met - 1 - i) % into.length)];
    System.arraycopy(descending, 0, into, 0, count);
    return count;
  }

  @Override
  public synchronized int count(long hash) {
    int count = 0;
    for (int row = lasts[slot(hash)]; row != NONE; row = previous[row]) count++;
    return count;
  }

  @Override
  public synchronized int ranked(long hash, int rank, long[] into) {
    int all = count(hash);
    int count = Math.max(0, Math.min(into.length, all - rank));
    int at = all - 1;
    for (int row = lasts[slot(hash)]; at >= rank; row = previous[row], at--)
      if (at - rank < count) into[at - rank] = baseSeq + deltas[row];
    return count;
  }

  // ---- for the file

  synchronized int events() { return events; }

  synchronized int keys() { return keys; }

  /// The different hashes, ascending as unsigned.
  synchronized long[] sortedHashes() {
    var sorted = new long[keys];
    int at = 0;
    for (int row : lasts) if (row != NONE) sorted[at++] = hashes[row] ^ Long.MIN_VALUE;
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) sorted[i] ^= Long.MIN_VALUE;
    return sorted;
  }

  /// Events of one hash, as distances from the segment's first, ascending, to `into[at…]`.
  ///
  /// @return behind the last
  synchronized int deltasOf(long hash, int[] into, int at) {
    int first = lasts[slot(hash)];
    int count = 0;
    for (int row = first; row != NONE; row = previous[row]) count++;
    int to = at + count;
    for (int row = first; row != NONE; row = previous[row]) into[--to] = deltas[row];
    return at + count;
  }
}
