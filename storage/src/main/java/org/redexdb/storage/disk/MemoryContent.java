// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.disk;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The bytes of one file in memory: one native block, handed out as it is to who maps the file, freed by the garbage
/// collector when neither file nor mapping is reachable.
///
/// Thread-safe. Bytes are transferred outside the monitor, as a file system does: two writers of one range interleave.
final class MemoryContent {
  /// So that every atomic access of a mapped long is aligned.
  private static final long ALIGNMENT_BYTES = 64;
  private static final long CAPACITY_BYTES_MIN = 4096;

  private MemorySegment block = MemorySegment.NULL;
  private long size;
  private boolean mapped;

  synchronized long size() { return size; }

  synchronized void growTo(long newSize) throws IOException {
    if (newSize <= size) return;
    if (newSize > block.byteSize()) {
      // A mapping is this very block: what is stored through it later would miss a new one.
      if (mapped) throw new IOException("a mapped file in memory cannot grow from " + size + " to " + newSize);
      long capacity = size == 0 ? newSize : Math.max(newSize, 2 * block.byteSize());
      var larger = Arena.ofAuto().allocate(Math.max(capacity, CAPACITY_BYTES_MIN), ALIGNMENT_BYTES);
      MemorySegment.copy(block, 0, larger, 0, size);
      block = larger;
    }
    size = newSize;
  }

  void read(long position, byte[] target, int offset, int length) throws IOException {
    MemorySegment source = within(position, length);
    MemorySegment.copy(source, 0, MemorySegment.ofArray(target), offset, length);
  }

  void write(long position, MemorySegment source) throws IOException {
    long end = position + source.byteSize();
    growTo(end);
    MemorySegment.copy(source, 0, within(position, source.byteSize()), 0, source.byteSize());
  }

  synchronized MemorySegment map(long offset, long length) throws IOException {
    MemorySegment range = within(offset, length);
    mapped = true;
    return range;
  }

  private synchronized MemorySegment within(long position, long length) throws IOException {
    if (position < 0 || length < 0 || position + length > size)
      throw new EOFException("[" + position + ", " + (position + length) + ") in a file of " + size + " bytes");
    return block.asSlice(position, length);
  }
}
