// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.nio.file.Path;
import java.util.List;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.checksum.KeyHash;
import org.redexdb.storage.runtime.Crew;

/// Names in a log's folder, and the means to reach them.
///
/// @param disk file system
/// @param crew who may do file work
/// @param directory folder of the log
/// @param logName name of the log, for messages
/// @param keyHash hash of the log's key index
public record SegmentFiles(Disk disk, Crew crew, Path directory, String logName, KeyHash keyHash) {
  public static final String SEGMENT_SUFFIX = ".seg";
  public static final String KEYS_SUFFIX = ".key";
  /// A segment prepared ahead, named by its uuid until a roll makes it the active one.
  public static final String PREPARED_SUFFIX = ".next";
  /// A copy that recovery has not finished.
  public static final String COPY_SUFFIX = ".copy";

  /// A segment on its way out: below the log's floor, and perhaps still mapped.
  public static final String DELETED_SUFFIX = ".deleted";

  private static final int BASE_SEQ_DIGITS = 20;

  public SegmentFiles(Disk disk, Crew crew, Path directory, String logName) {
    this(disk, crew, directory, logName, KeyHash.XXH3);
  }

  /// The same folder under the name that its segments give the log.
  public SegmentFiles named(String name) { return new SegmentFiles(disk, crew, directory, name, keyHash); }

  public Path segment(long baseSeq) {
    String digits = Long.toString(baseSeq);
    return directory.resolve("0".repeat(BASE_SEQ_DIGITS - digits.length()) + digits + SEGMENT_SUFFIX);
  }

  /// Where a segment goes before it is deleted.
  Path deleted(Path segment) { return directory.resolve(segment.getFileName() + DELETED_SUFFIX); }

  /// Where a file is made that takes the name of another when it is complete.
  public static Path copy(Path file) { return file.resolveSibling(file.getFileName() + COPY_SUFFIX); }

  /// Path of the key index of a segment file.
  public static Path keys(Path segmentFile) {
    String name = String.valueOf(segmentFile.getFileName());
    return segmentFile.resolveSibling(name.substring(0, name.length() - SEGMENT_SUFFIX.length()) + KEYS_SUFFIX);
  }

  /// Whether a file is derived from a segment that is not in the folder.
  ///
  /// @param folder names of all its files
  public static boolean isOrphan(String name, List<String> folder) {
    for (String suffix : List.of(IndexFile.SUFFIX, KEYS_SUFFIX))
      if (name.endsWith(suffix))
        return !folder.contains(name.substring(0, name.length() - suffix.length()) + SEGMENT_SUFFIX);
    return false;
  }

  public static boolean isSegment(String name) {
    if (!name.endsWith(SEGMENT_SUFFIX) || name.length() != BASE_SEQ_DIGITS + SEGMENT_SUFFIX.length()) return false;
    for (int i = 0; i < BASE_SEQ_DIGITS; i++) if (name.charAt(i) < '0' || name.charAt(i) > '9') return false;
    return true;
  }

  /// First seq according to a segment's file name.
  public static long baseSeq(String name) { return Long.parseLong(name.substring(0, BASE_SEQ_DIGITS)); }
}
