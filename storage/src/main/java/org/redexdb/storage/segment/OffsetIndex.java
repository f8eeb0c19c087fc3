// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/// Dense index of one segment: frame offset per event, as u32 in units of 8 bytes; 0 for «not here».
///
/// The active segment's lives in off-heap pages, written by the appender before it releases the tip and read by who has
/// acquired that tip; a sealed one's is the mapped `.idx` file. Freed with the arena it was made in.
public final class OffsetIndex {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int PAGE_SHIFT = 14;
  static final int PAGE_ENTRIES = 1 << PAGE_SHIFT;

  private final Arena arena;
  private final MemorySegment[] pages;
  private final Path file;

  private OffsetIndex(Arena arena, MemorySegment[] pages, Path file) {
    this.arena = arena;
    this.pages = pages;
    this.file = file;
  }

  /// Room for every frame a segment of this capacity can hold.
  static OffsetIndex growing(Arena arena, long capacity, Path file) {
    long frames = capacity / Frames.HEADER_BYTES;
    var pages = new MemorySegment[(int) (frames >>> PAGE_SHIFT) + 1];
    return new OffsetIndex(arena, pages, file);
  }

  /// Holds nothing and takes nothing.
  public static OffsetIndex none() { return new OffsetIndex(Arena.global(), new MemorySegment[0], Path.of("none")); }

  /// Over `count` mapped entries.
  static OffsetIndex mapped(Arena arena, MemorySegment entries, long count, Path file) {
    var pages = new MemorySegment[(int) (count >>> PAGE_SHIFT) + 1];
    for (int i = 0; i < pages.length; i++) {
      long from = (long) i * PAGE_ENTRIES * 4;
      pages[i] = entries.asSlice(from, Math.min(PAGE_ENTRIES * 4L, count * 4 - from));
    }
    return new OffsetIndex(arena, pages, file);
  }

  public void put(long i, long frameOffset) {
    int page = (int) (i >>> PAGE_SHIFT);
    MemorySegment entries = pages[page];
    if (entries == null) entries = addPage(page);
    entries.setAtIndex(INT, i & PAGE_ENTRIES - 1, (int) (frameOffset >>> 3));
  }

  /// Puts one page of entries as they are stored in an `.idx` file.
  ///
  /// @param count entries, at most [#PAGE_ENTRIES]
  void putPage(int page, byte[] entries, int count) {
    MemorySegment.copy(entries, 0, addPage(page), ValueLayout.JAVA_BYTE, 0, count * 4);
  }

  /// Puts one page of entries.
  ///
  /// @param offsets of frames, in units of 8 bytes
  /// @param count   entries, at most [#PAGE_ENTRIES]
  void putPage(int page, int[] offsets, int from, int count) {
    MemorySegment.copy(offsets, from, addPage(page), INT, 0, count);
  }

  private MemorySegment addPage(int page) {
    var added = arena.allocate(PAGE_ENTRIES * 4L, 8);
    pages[page] = added;
    return added;
  }

  /// Offset of the i-th event's frame, 0 when unknown.
  public long offset(long i) {
    int page = (int) (i >>> PAGE_SHIFT);
    if (page >= pages.length) return 0;
    MemorySegment entries = pages[page];
    long at = (i & PAGE_ENTRIES - 1) * 4;
    if (entries == null || at + 4 > entries.byteSize()) return 0;
    return (Mapped.intAt(entries, at, file) & 0xFFFFFFFFL) << 3;
  }

  /// Copies one page of entries as they are stored in an `.idx` file; an entry never put is 0.
  ///
  /// @param count entries to copy, at most [#PAGE_ENTRIES]
  void copyPage(int page, int count, byte[] target) {
    MemorySegment entries = pages[page];
    if (entries == null) Arrays.fill(target, 0, count * 4, (byte) 0);
    else
      Mapped.copyOut(entries, 0, target, 0, count * 4, file);
  }
}
