// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.recovery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.segment.FrameScan;
import org.redexdb.storage.segment.Slots;

/// A segment file as it will be once what the front held has been written into it.
final class Overlay implements FrameScan.Source {
  /// Bytes to be written.
  record Patch(long offset, byte[] bytes, int from, int count) {
    long end() { return offset + count; }
  }

  private final DiskFile file;
  private final long limit;
  private final List<Patch> patches = new ArrayList<>();

  Overlay(DiskFile file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  void add(Patch patch) { patches.add(patch); }

  List<Patch> patches() { return patches; }

  @Override
  public long limit() { return limit; }

  @Override
  public void read(long offset, byte[] target, int at, int bytes) throws IOException {
    file.read(offset, target, at, bytes);
    for (Patch patch : patches) {
      long from = Math.max(offset, patch.offset);
      long to = Math.min(offset + bytes, patch.end());
      if (from < to)
        System.arraycopy(patch.bytes, (int) (patch.from + from - patch.offset), target, (int) (at + from - offset),
            (int) (to - from));
    }
  }

  /// End of the last byte at or after `from` that is not zero and not about to be overwritten; `from` when there is none.
  long garbageEnd(long from) throws IOException {
    long end = from;
    var chunk = new byte[(int) Math.min(1 << 20, Math.max(8, limit - from))];
    for (long at = from; at < limit; at += chunk.length) {
      int bytes = (int) Math.min(chunk.length, limit - at);
      file.read(at, chunk, 0, bytes);
      if (Slots.allZero(chunk, 0, bytes)) continue;
      int last = bytes - 1;
      while (chunk[last] == 0) last--;
      end = at + last + 1;
    }
    return end;
  }
}
