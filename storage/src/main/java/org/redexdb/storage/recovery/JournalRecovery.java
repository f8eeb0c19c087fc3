// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.recovery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.commit.Identities;
import org.redexdb.storage.commit.Journal;
import org.redexdb.storage.front.FrontImage;
import org.redexdb.storage.journal.JournalContent;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.Mark;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentHead;

/// The journal that a writer left: first recovered like any log, so that it is on the device, then read.
///
/// A torn end is what a crash leaves. Damage below a durable mark is not: commits that were acknowledged are lost with it, so
/// the store does not open for writing.
public final class JournalRecovery {
  /// Folder of the journal in the store's.
  public static final String FOLDER = "journal";

  private record Found(Path path, long baseSeq, SegmentHead head) {}

  private JournalRecovery() {}

  /// Brings in what the front holds of it, and forces it.
  ///
  /// @throws StorageException.Corrupt records that were durable cannot be read
  public static void settle(SegmentFiles files, Identities identities, LogRecovery.Situation situation,
      FrontImage front, List<String> notes) throws IOException {
    requireFolder(files.disk(), files.directory());
    var redo = new Redo(front, new JournalContent(), Redo.Use.LAY_ON);
    LogRecovery.RecoveredLog recovered = new LogRecovery(files, identities, situation, redo, notes, -1).run();
    for (Segment segment : recovered.segments().all()) segment.retire();
    StorageException damage = recovered.refusal();
    if (damage != null) throw damage;
  }

  private static void requireFolder(Disk disk, Path folder) throws IOException {
    if (!disk.isDirectory(folder))
      throw new StorageException.Corrupt(Where.file(folder), "the journal that the last writer used", "none");
  }

  /// Reads the records in the files, and changes nothing.
  ///
  /// @throws StorageException.Corrupt they cannot be read
  public static JournalContent read(Disk disk, Path store) throws IOException {
    Path folder = store.resolve(FOLDER);
    requireFolder(disk, folder);
    var records = new JournalSalvage();
    List<Found> segments = kept(disk, folder);
    int epoch = 0;
    for (int i = 0; i < segments.size(); i++) {
      Found at = segments.get(i);
      try (DiskFile file = disk.open(at.path, Disk.Access.READ)) {
        Tail tail = Tail.of(file, at.head, at.baseSeq, epoch, Long.MIN_VALUE, Redo.none(), false);
        requireDurable(at, tail);
        take(at, tail, records);
        epoch = tail.epoch();
        if (i + 1 < segments.size() && segments.get(i + 1).baseSeq != tail.nextSeq()) break;
      }
    }
    return records.content;
  }

  /// Without the segments that were given up: their files may be gone, some of them, or none.
  private static List<Found> kept(Disk disk, Path folder) throws IOException {
    var found = new ArrayList<Found>();
    for (String name : disk.list(folder)) {
      Path path = folder.resolve(name);
      if (!SegmentFiles.isSegment(name)) continue;
      try (DiskFile file = disk.open(path, Disk.Access.READ)) {
        found.add(new Found(path, SegmentFiles.baseSeq(name), SegmentHead.read(file, path)));
      }
    }
    found.sort(Comparator.comparingLong(Found::baseSeq));
    long floor = 0;
    for (Found at : found) {
      Mark mark = at.head.mark();
      if (mark != null) floor = Math.max(floor, mark.floorSeq());
    }
    long first = floor;
    found.removeIf(at -> at.baseSeq < first);
    return found;
  }

  private static void requireDurable(Found at, Tail tail) {
    Mark mark = at.head.mark();
    if (mark != null && tail.end() < mark.durableOffset() || at.head.seal() != null && !tail.isComplete())
      throw new StorageException.Corrupt(new Where(Journal.LOG_NAME, at.path, tail.scan.offset(), tail.scan.nextSeq()),
          "records of commits that were acknowledged", "bytes that are none");
  }

  private static void take(Found at, Tail tail, JournalSalvage records) throws IOException {
    var header = new byte[Frames.HEADER_BYTES];
    for (int i = 0; i < tail.index.count(); i++) {
      long offset = tail.index.offset(i);
      tail.overlay.read(offset, header, 0, header.length);
      var frame = new byte[Frames.length(header, 0)];
      tail.overlay.read(offset, frame, 0, frame.length);
      if (!records.frame(frame)) throw unknownVersion(at.path, offset, at.baseSeq + i);
    }
  }

  static StorageException unknownVersion(Path path, long offset, long seq) {
    return new StorageException.Unsupported(new Where(Journal.LOG_NAME, path, offset, seq),
        "this build does not know the version of this record; open the store with the RedexDB that wrote it");
  }
}
