// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.nio.file.Path;
import java.util.Locale;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.runtime.Crew;

/// Names in a log's folder, and the means to reach them.
///
/// @param disk file system
/// @param crew who may do file work
/// @param directory folder of the log
/// @param logName name of the log, for messages
public record SegmentFiles(Disk disk, Crew crew, Path directory, String logName) {
  public static final String SEGMENT_SUFFIX = ".seg";
  /// A segment prepared ahead, named by its uuid until a roll makes it the active one.
  public static final String PREPARED_SUFFIX = ".next";
  /// A copy that recovery has not finished.
  public static final String COPY_SUFFIX = ".copy";

  /// A segment on its way out: below the log's floor, and perhaps still mapped.
  public static final String DELETED_SUFFIX = ".deleted";

  public Path segment(long baseSeq) {
    return directory.resolve(String.format(Locale.ROOT, "%020d", baseSeq) + SEGMENT_SUFFIX);
  }

  /// Where a segment goes before it is deleted.
  Path deleted(Path segment) { return directory.resolve(segment.getFileName() + DELETED_SUFFIX); }

  public static boolean isSegment(String name) {
    return name.endsWith(SEGMENT_SUFFIX) && name.length() == 24
        && name.substring(0, 20).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /// First seq according to a segment's file name.
  public static long baseSeq(String name) { return Long.parseLong(name.substring(0, 20)); }
}
