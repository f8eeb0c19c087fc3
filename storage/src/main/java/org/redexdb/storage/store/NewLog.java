// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.commit.Identities;
import org.redexdb.storage.recovery.LogRecovery.RecoveredLog;
import org.redexdb.storage.segment.IndexFill;
import org.redexdb.storage.segment.Mark;
import org.redexdb.storage.segment.PreparedSegment;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentHead;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentList;
import org.redexdb.storage.segment.SegmentStats;

/// A log before its first event: its folder appears whole, with a first segment, or not at all.
///
/// @param store uuid of the store
/// @param epoch of this writer
/// @param id of the log
/// @param name of the log, as its segments say
/// @param options of the log; `shared` says that it is to hold events of many logs
record NewLog(UUID store, int epoch, long id, String name, LogOptions options) {
  private static final long FIRST_SEGMENT_BYTES = 256L << 10;

  /// Makes it; durable when this returns. On a thread of the store.
  ///
  /// @param folder none of that name is there
  RecoveredLog create(StoreOpening.Environment environment, Path folder) throws IOException {
    Disk disk = environment.disk();
    Path unfinished = folder.resolveSibling(folder.getFileName() + LogFolder.NEW_SUFFIX);
    Identities random = environment.identities();
    var identity = new SegmentIdentity(store, random.uuid(), random.uuid(), random.salt(), id,
        Math.min(FIRST_SEGMENT_BYTES, options.segmentBytes()), environment.time().epochNanos(), options.segmentBytes(),
        name, options.shared(), options.note());
    var stats = new SegmentStats(Long.MIN_VALUE);
    if (disk.exists(unfinished)) StoreOpening.removeFolder(disk, unfinished);
    disk.createDirectory(unfinished);
    createFirstSegment(new SegmentFiles(disk, environment.crew(), unfinished, name, environment.keyHash()), identity,
        stats);
    disk.forceDirectory(unfinished);
    disk.rename(unfinished, folder);
    disk.forceDirectory(Objects.requireNonNull(folder.getParent()));
    var files = new SegmentFiles(disk, environment.crew(), folder, name, environment.keyHash());
    var segments = new SegmentList(List.of(Segment.reopened(files, identity, 0, SegmentIdentity.HEADER_BYTES, stats, 1,
        new IndexFill())), 0);
    return new RecoveredLog(files, identity, segments, Position.NONE, null);
  }

  private void createFirstSegment(SegmentFiles files, SegmentIdentity identity, SegmentStats stats)
      throws IOException {
    PreparedSegment prepared = PreparedSegment.create(files.disk(), files.segment(0), identity);
    try (DiskFile file = prepared.file()) {
      byte[] roll = new SegmentHead.Roll(0, new UUID(0, 0), epoch, Long.MIN_VALUE).encode(identity.salt());
      file.write(SegmentHead.rollOffset(), roll, 0, roll.length);
      byte[] mark = Mark.first(stats, identity.salt());
      file.write(SegmentHead.markOffset(1), mark, 0, mark.length);
      file.force(true);
    }
  }
}
