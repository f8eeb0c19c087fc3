// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One open file of a [Disk].
///
/// Thread-safe. Reads and writes are positional and complete: they transfer all bytes or throw.
public interface DiskFile extends AutoCloseable {
  long size() throws IOException;

  /// Grows the file with a hole, or leaves it. Never shortens: a file that may be mapped elsewhere must not.
  void growTo(long size) throws IOException;

  /// Reads exactly `length` bytes.
  ///
  /// @throws java.io.EOFException when the file ends before
  void read(long position, byte[] target, int offset, int length) throws IOException;

  void write(long position, byte[] source, int offset, int length) throws IOException;

  /// Writes all of `source`, which may be a mapping of another file.
  void write(long position, MemorySegment source) throws IOException;

  /// As [#write(long, MemorySegment)], and returns when exactly this range is on the device (O_DSYNC); other dirty
  /// ranges of the file, and its size, may not be.
  void writeDurably(long position, MemorySegment source) throws IOException;

  /// Everything written so far is on the device when this returns. After a failure the pages may count as clean
  /// without being on the device: the caller must not try again and believe it.
  ///
  /// @param metadata also what is not needed to read the data back
  void force(boolean metadata) throws IOException;

  /// Maps `[offset, offset + size)`, which must lie within the file. Unmapped when `arena` closes, independent of
  /// [#close]. Plain access to a page the device has lost throws [InternalError].
  MemorySegment map(boolean writable, long offset, long size, Arena arena) throws IOException;

  @Override
  void close() throws IOException;
}
