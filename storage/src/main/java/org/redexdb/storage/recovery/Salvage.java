// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.recovery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.segment.FrameSearch;
import org.redexdb.storage.segment.SalvageSource;

/// What can be found in a segment file that is damaged.
final class Salvage {
  private Salvage() {}

  /// @param lastSeq last event that can be in it
  static FrameSearch search(Disk disk, Path path, int salt, long baseSeq, long lastSeq) throws IOException {
    try (DiskFile file = disk.open(path, Disk.Access.READ)) {
      return new FrameSearch(new SalvageSource(file, file.size()), salt, baseSeq, lastSeq + 1).run();
    }
  }

  /// Of a file whose page 0 is damaged.
  ///
  /// @param lastSeq last event that can be in it, -1 when that is not known
  /// @return null when its salt is lost with the page
  static @Nullable FrameSearch searchWithoutPage(Disk disk, Path path, long baseSeq, long lastSeq) throws IOException {
    try (DiskFile file = disk.open(path, Disk.Access.READ)) {
      var source = new SalvageSource(file, file.size());
      List<Integer> salt = source.findSalt(List.of());
      return salt.isEmpty()
          ? null
          : new FrameSearch(source, salt.getFirst(), baseSeq, lastSeq < 0 ? Long.MAX_VALUE : lastSeq + 1).run();
    }
  }
}
