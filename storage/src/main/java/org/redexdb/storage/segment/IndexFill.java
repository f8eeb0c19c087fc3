// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.util.Arrays;

/// Frame offsets collected by a scan, before there is an index to put them in.
public final class IndexFill {
  private int[] offsets = new int[64];
  private int count;

  /// Empty.
  public IndexFill() {}

  public void add(long offset) {
    if (count == offsets.length) offsets = Arrays.copyOf(offsets, count * 2);
    offsets[count++] = (int) (offset >>> 3);
  }

  void putInto(OffsetIndex index) {
    for (int from = 0; from < count; from += OffsetIndex.PAGE_ENTRIES)
      index.putPage(from / OffsetIndex.PAGE_ENTRIES, offsets, from, Math.min(OffsetIndex.PAGE_ENTRIES, count - from));
  }

  public int count() { return count; }

  public long offset(int i) { return (offsets[i] & 0xFFFFFFFFL) << 3; }
}
