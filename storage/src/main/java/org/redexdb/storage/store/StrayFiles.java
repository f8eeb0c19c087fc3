// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.recovery.JournalRecovery;
import org.redexdb.storage.recovery.LogRepair;
import org.redexdb.storage.segment.SegmentFiles;

/// What stands in a store's folders and is not needed there: one line each, that says what it is and what becomes of it.
final class StrayFiles {
  private static final String UNKNOWN = "no file of this store; it is left alone";
  private static final String KEPT = "a damaged file that a repair has kept; delete it when it is of no use any more";
  private static final Set<String> OF_STORE = Set.of(StoreOpening.LOCK_NAME, ControlFile.FILE_NAME, StoreMeta.FILE_NAME,
      StoreOpening.FRONT_NAME, LogFolder.PARENT, JournalRecovery.FOLDER,
      JournalRecovery.FOLDER + LogFolder.NEW_SUFFIX);
  private static final List<String> OF_LOG = List.of(".idx", SegmentFiles.KEYS_SUFFIX, SegmentFiles.PREPARED_SUFFIX,
      SegmentFiles.DELETED_SUFFIX);

  private StrayFiles() {}

  static List<String> inStore(Disk disk, Path folder) throws IOException {
    var lines = new ArrayList<String>();
    for (String name : disk.list(folder)) {
      if (OF_STORE.contains(name)) continue;
      lines.add(folder.resolve(name) + ": " + ofStore(name));
    }
    return lines;
  }

  private static String ofStore(String name) {
    if (name.equals(StoreMeta.NEW_FILE_NAME)) return "an unfinished store header, of no use";
    if (!LogRepair.hasKeptOfJournal(name)) return UNKNOWN;
    return name.endsWith(SegmentFiles.COPY_SUFFIX) ? "the beginning of a copy that a repair made, of no use" : KEPT;
  }

  static List<String> inLog(Disk disk, Path folder) throws IOException {
    var lines = new ArrayList<String>();
    List<String> names = disk.list(folder);
    for (String name : names) {
      String what = ofLog(name, names);
      if (what != null) lines.add(folder.resolve(name) + ": " + what);
    }
    return lines;
  }

  /// @return null for a file that is needed, or goes with the next opening
  private static @Nullable String ofLog(String name, List<String> folder) {
    if (SegmentFiles.isOrphan(name, folder)) return "derived from a segment that is not there";
    if (SegmentFiles.isSegment(name) || OF_LOG.stream().anyMatch(name::endsWith)) return null;
    if (name.endsWith(SegmentFiles.COPY_SUFFIX)) return "an unfinished copy, removed at the next opening for writing";
    return LogRepair.hasKept(name) ? KEPT : UNKNOWN;
  }
}
