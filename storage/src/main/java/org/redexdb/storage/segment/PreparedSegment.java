// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;

/// A segment file made ahead of need: full size, header pages forced, nothing in it that depends on where it will stand.
///
/// @param identity page 0
/// @param path present name
/// @param file open for writing
public record PreparedSegment(SegmentIdentity identity, Path path, DiskFile file) {
  public static PreparedSegment create(Disk disk, Path path, SegmentIdentity identity) throws IOException {
    DiskFile file = disk.open(path, Disk.Access.CREATE);
    try {
      file.growTo(identity.capacity());
      // Page 1 as well, still zero: were its block new when the first slot is written, a power cut could show in the other
      // slots what an earlier file left there.
      byte[] pages = Arrays.copyOf(identity.encode(), SegmentIdentity.HEADER_BYTES);
      file.write(0, pages, 0, pages.length);
      file.force(true);
      return new PreparedSegment(identity, path, file);
    } catch (Throwable t) {
      file.close();
      disk.delete(path);
      throw t;
    }
  }

  /// Closes and removes a file that no segment became of.
  public void discard(Disk disk) throws IOException {
    file.close();
    try {
      disk.delete(path);
    } catch (NoSuchFileException _) {
      // Went with the folder of a dropped log.
    }
  }
}
