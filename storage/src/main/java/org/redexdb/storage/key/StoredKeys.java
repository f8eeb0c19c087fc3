// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.key;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.redexdb.storage.segment.KeyIndex;
import org.redexdb.storage.segment.Mapped;

/// Index of a sealed segment over a mapped `.key` file, or over memory that holds the same. A page is checked against its
/// checksum when it is first needed, so a segment without the key costs one page: that of the filter.
///
/// Thread-safe without locks. Two threads may check the same page, and a mark may be lost to a race: the page is then
/// checked once more.
final class StoredKeys implements KeyIndex {
  private static final int NOT_FOUND = -1;

  private final KeyLayout layout;
  private final long baseSeq;
  private final MemorySegment file;
  private final Path path;
  /// One bit for each page of the body that was checked.
  private final long[] checked;

  /// @param file whole file, whose header and table of page checksums were checked
  StoredKeys(KeyLayout layout, long baseSeq, MemorySegment file, Path path) {
    this.layout = layout;
    this.baseSeq = baseSeq;
    this.file = file;
    this.path = path;
    this.checked = new long[layout.pages() + Long.SIZE - 1 >>> 6];
  }

  /// A page is not what was written.
  private static final class DamagedPage extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedPage() { super(null, null, false, false); }
  }

  @Override
  public long heapBytes() { return 0; }

  @Override
  public int from(long hash, long from, long[] into) {
    try {
      int group = find(hash);
      if (group == NOT_FOUND) return 0;
      int end = first(group + 1);
      int at = firstNotBefore(from, first(group), end);
      int count = Math.min(into.length, end - at);
      for (int i = 0; i < count; i++) into[i] = seq(at + i);
      return count;
    } catch (DamagedPage _) {
      return DAMAGED;
    }
  }

  @Override
  public int before(long hash, long before, long[] into) {
    try {
      int group = find(hash);
      if (group == NOT_FOUND) return 0;
      int begin = first(group);
      int at = firstNotBefore(before, begin, first(group + 1));
      int count = Math.min(into.length, at - begin);
      for (int i = 0; i < count; i++) into[i] = seq(at - 1 - i);
      return count;
    } catch (DamagedPage _) {
      return DAMAGED;
    }
  }

  @Override
  public int count(long hash) {
    try {
      int group = find(hash);
      return group == NOT_FOUND ? 0 : first(group + 1) - first(group);
    } catch (DamagedPage _) {
      return DAMAGED;
    }
  }

  @Override
  public int ranked(long hash, int rank, long[] into) {
    try {
      int group = find(hash);
      if (group == NOT_FOUND) return 0;
      int at = first(group) + rank;
      int count = Math.max(0, Math.min(into.length, first(group + 1) - at));
      for (int i = 0; i < count; i++) into[i] = seq(at + i);
      return count;
    } catch (DamagedPage _) {
      return DAMAGED;
    }
  }

  private int find(long hash) throws DamagedPage {
    long mask = KeyLayout.filterMask(hash);
    if ((longAt(8L * layout.filterWord(hash)) & mask) != mask) return NOT_FOUND;
    long bucket = layout.directoryOffset() + 4L * layout.bucket(hash);
    int low = intAt(bucket);
    int end = intAt(bucket + 4);
    int high = end;
    while (low < high) {
      int middle = low + high >>> 1;
      if (Long.compareUnsigned(hashAt(middle), hash) < 0) low = middle + 1;
      else
        high = middle;
    }
    return low < end && hashAt(low) == hash ? low : NOT_FOUND;
  }

  private int firstNotBefore(long seq, int from, int to) throws DamagedPage {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = low + high >>> 1;
      if (seq(middle) < seq) low = middle + 1;
      else
        high = middle;
    }
    return low;
  }

  private long hashAt(int i) throws DamagedPage { return longAt(layout.hashesOffset() + 8L * i); }

  private int first(int group) throws DamagedPage { return intAt(layout.firstsOffset() + 4L * group); }

  private long seq(int i) throws DamagedPage {
    return baseSeq + (intAt(layout.eventsOffset() + 4L * i) & 0xFFFFFFFFL);
  }

  private long longAt(long offset) throws DamagedPage {
    check(offset);
    return Mapped.word(file, layout.bodyOffset() + offset, path);
  }

  private int intAt(long offset) throws DamagedPage {
    check(offset);
    return Mapped.intAt(file, layout.bodyOffset() + offset, path);
  }

  private void check(long offset) throws DamagedPage {
    int page = (int) (offset / KeyLayout.PAGE_BYTES);
    long bit = 1L << page;
    if ((checked[page >>> 6] & bit) != 0) return;
    var buffer = new byte[KeyLayout.PAGE_BYTES];
    long from = layout.bodyOffset() + (long) page * KeyLayout.PAGE_BYTES;
    int bytes = (int) Math.min(KeyLayout.PAGE_BYTES, layout.fileBytes() - from);
    Mapped.copyOut(file, from, buffer, 0, bytes, path);
    if (KeyFile.crc(buffer, bytes) != Mapped.intAt(file, KeyLayout.HEADER_BYTES + 4L * page, path))
      throw new DamagedPage();
    checked[page >>> 6] |= bit;
  }
}
