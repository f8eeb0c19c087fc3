// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.recovery;

import java.io.IOException;
import java.nio.file.Path;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.segment.SegmentFiles;

/// What only front and journal hold of a log that is damaged: events, or that the commit of an event counts. A recovery leaves
/// such a log as it is, and the next writer's front takes the place of the last one's, so only a repair can put it where it belongs.
public final class Unwritten {
  private Unwritten() {}

  /// @param damage why the log was not recovered
  /// @throws StorageException.Corrupt there is something of the kind
  public static void refuse(SegmentFiles files, Redo redo, StorageException damage) throws IOException {
    for (String name : files.disk().list(files.directory())) {
      if (!SegmentFiles.isSegment(name)) continue;
      Path path = files.directory().resolve(name);
      try (var segment = FoundSegment.open(files.disk(), path, SegmentFiles.baseSeq(name))) {
        segment.read(Long.MAX_VALUE, redo);
        long seq = segment.firstThatNeeds(redo);
        if (seq >= 0)
          throw new StorageException.Corrupt(new Where(files.logName(), path, -1, seq),
              "a log that takes this event, which the last writer left to front and journal: open the store to read, or"
                  + " repair it before anything opens it to write",
              "damage (" + damage.getMessage() + ")");
      }
    }
  }
}
