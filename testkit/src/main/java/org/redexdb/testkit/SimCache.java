// SPDX-License-Identifier: Apache-2.0
package org.redexdb.testkit;

import static org.redexdb.testkit.SimVolume.BLOCK_BYTES;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// The pages of one file in memory. A mapping is a part of it, so what is mapped never moves: a file that grows after it
/// was mapped gets another piece.
///
/// Guarded by the volume's monitor, but for mapped memory.
final class SimCache {
  private static final long GROWTH_BYTES_MAX = 1 << 20;
  private static final long MAPPED_ROOM_BYTES = 256 << 10;

  /// Whole blocks, zero where nothing was stored.
  private record Piece(long start, MemorySegment bytes) {
    long end() { return start + bytes.byteSize(); }
  }

  private final Arena memory;
  private final List<Piece> pieces = new ArrayList<>();
  private boolean mapped;

  /// @param memory where the pages live
  SimCache(Arena memory) { this.memory = memory; }

  private long capacity() { return pieces.isEmpty() ? 0 : pieces.getLast().end(); }

  /// Makes room for so many bytes.
  void reserve(long bytes) {
    long from = capacity();
    if (bytes <= from) return;
    if (mapped) {
      pieces.add(allocate(from, bytes));
      return;
    }
    Piece larger = allocate(0, Math.max(bytes, Math.min(2 * from, bytes + GROWTH_BYTES_MAX)));
    for (Piece piece : pieces) larger.bytes.asSlice(piece.start, piece.bytes.byteSize()).copyFrom(piece.bytes);
    pieces.clear();
    pieces.add(larger);
  }

  void read(long position, MemorySegment target) {
    long done = 0;
    while (done < target.byteSize()) {
      MemorySegment part = part(position + done, target.byteSize() - done);
      target.asSlice(done, part.byteSize()).copyFrom(part);
      done += part.byteSize();
    }
  }

  void write(long position, MemorySegment source) {
    long done = 0;
    while (done < source.byteSize()) {
      MemorySegment part = part(position + done, source.byteSize() - done);
      part.copyFrom(source.asSlice(done, part.byteSize()));
      done += part.byteSize();
    }
  }

  /// Part of one block.
  MemorySegment within(long position, long length) { return part(position, length); }

  MemorySegment map(long position, long length) throws IOException {
    if (!mapped) {
      // Room for a file that grows a little while mapped: most such mappings then stay in one piece.
      reserve(capacity() + MAPPED_ROOM_BYTES);
      mapped = true;
    }
    if (length == 0) return MemorySegment.NULL;
    MemorySegment range = part(position, length);
    if (range.byteSize() < length)
      throw new IOException("simulated disk: a mapping of [" + position + ", " + (position + length)
          + ") spans bytes from before and after the file grew while it was mapped");
    return range;
  }

  /// As much of `[position, position + length)` as lies in one piece.
  private MemorySegment part(long position, long length) {
    for (Piece piece : pieces)
      if (position < piece.end())
        return piece.bytes.asSlice(position - piece.start, Math.min(length, piece.end() - position));
    throw new IllegalStateException("position " + position + " of " + capacity());
  }

  private Piece allocate(long from, long to) {
    long bytes = (to - from + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    return new Piece(from, memory.allocate(bytes, BLOCK_BYTES));
  }
}
