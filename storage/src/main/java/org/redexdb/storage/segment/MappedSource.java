// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// A mapped segment file as a scan reads it, copied out piece by piece. Goes on to be what it was when the file loses its
/// name to another.
///
/// @param limit exclusive end
public record MappedSource(MemorySegment map, long limit, Path path) implements FrameScan.Source {
  /// All of it.
  public MappedSource(Segment segment) { this(segment.map(), segment.map().byteSize(), segment.path()); }

  @Override
  public void read(long offset, byte[] target, int at, int bytes) {
    Mapped.copyOut(map, offset, target, at, bytes, path);
  }
}
