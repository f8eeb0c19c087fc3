// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.recovery;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.segment.SegmentFiles;

/// What only front and journal hold of a log that is damaged: events, or that the commit of an event counts. A recovery
/// leaves such a log as it is, and the next writer's front takes the place of the last one's, so only a repair can put it
/// where it belongs.
public final class Unwritten {
  private Unwritten() {}

  /// @param logId  number of the log
  /// @param damage why the log was not recovered
  /// @throws StorageException.Corrupt there is something of the kind
  public static void refuse(SegmentFiles files, long logId, Redo redo, StorageException damage) throws IOException {
    List<String> names = files.disk().list(files.directory()).stream().filter(SegmentFiles::isSegment).toList();
    var known = new HashSet<UUID>();
    for (String name : names)
      try (FoundSegment segment = open(files, name)) {
        if (segment.head != null) known.add(segment.head.identity().segmentUuid());
      }
    var log = new FoundSegment.OfLog(logId, known);
    // One at a time: a log may have any number of them.
    for (String name : names)
      try (FoundSegment segment = open(files, name)) {
        segment.read(Long.MAX_VALUE, redo, log);
        long seq = segment.firstThatNeeds(redo);
        if (seq >= 0)
          throw new StorageException.Corrupt(new Where(files.logName(), segment.path, -1, seq),
              "a log that takes this event, which the last writer left to front and journal: open the store to read, or"
                  + " repair it before anything opens it to write",
              "damage (" + damage.getMessage() + ")");
      }
  }

  private static FoundSegment open(SegmentFiles files, String name) throws IOException {
    return FoundSegment.open(files.disk(), files.directory().resolve(name), SegmentFiles.baseSeq(name));
  }
}
