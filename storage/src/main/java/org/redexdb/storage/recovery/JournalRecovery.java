// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.recovery;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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

  /// A segment that may have been given up.
  private record Listed(Path path, long baseSeq, @Nullable SegmentHead head, @Nullable StorageException damage) {
    static Listed of(Disk disk, Path path) throws IOException {
      long baseSeq = SegmentFiles.baseSeq(String.valueOf(path.getFileName()));
      try (DiskFile file = disk.open(path, Disk.Access.READ)) {
        return new Listed(path, baseSeq, SegmentHead.read(file, path, baseSeq), null);
      } catch (EOFException e) {
        return new Listed(path, baseSeq, null,
            new StorageException.Corrupt(Where.file(path), "a segment header", "a file too short for one"));
      } catch (StorageException e) {
        return new Listed(path, baseSeq, null, e);
      }
    }

    Found kept() {
      if (head == null) throw Objects.requireNonNull(damage);
      return new Found(path, baseSeq, head);
    }
  }

  private JournalRecovery() {}

  /// Brings in what the front holds of it, and forces it.
  ///
  /// @throws StorageException.Corrupt records that were durable cannot be read
  public static void settle(SegmentFiles files, Identities identities, LogRecovery.Situation situation,
      FrontImage front, List<String> notes) throws IOException {
    requireFolder(files.disk(), files.directory());
    var redo = new Redo(front, new JournalContent(), Redo.Use.LAY_ON);
    // First without writing: behind damage a recovery cuts what it takes for a torn end, and a repair could not have it.
    StorageException damage = refusal(files, identities, situation, front);
    if (damage == null) damage = run(new LogRecovery(files, identities, situation, redo, notes, Journal.LOG_ID, -1));
    if (damage != null) throw damage;
  }

  /// Why a journal whose folder is there cannot be recovered; null when it can. Changes nothing.
  public static @Nullable StorageException refusal(SegmentFiles files, Identities identities,
      LogRecovery.Situation situation, FrontImage front) throws IOException {
    var look = new LogRecovery.Situation(situation.clean(), situation.copy(), false, situation.epoch(),
        situation.store());
    var redo = new Redo(front, new JournalContent(), Redo.Use.LAY_ON);
    StorageException why = run(new LogRecovery(files, identities, look, redo, new ArrayList<>(), Journal.LOG_ID, -1));
    return why != null ? why : damageOfSealed(files.disk(), files.directory());
  }

  /// Recovery of a log believes seals; the records behind them are read only once it has written.
  private static @Nullable StorageException damageOfSealed(Disk disk, Path folder) throws IOException {
    try {
      for (Found at : kept(disk, folder)) {
        if (at.head.seal() == null) continue;
        try (DiskFile file = disk.open(at.path, Disk.Access.READ)) {
          requireDurable(at, Tail.of(file, at.head, at.baseSeq, 0, Long.MIN_VALUE, Redo.none(), -1));
        }
      }
      return null;
    } catch (StorageException e) {
      return e;
    }
  }

  private static @Nullable StorageException run(LogRecovery recovery) throws IOException {
    LogRecovery.RecoveredLog recovered = recovery.run();
    for (Segment segment : recovered.segments().all()) segment.retire();
    return recovered.refusal();
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
        Tail tail = Tail.of(file, at.head, at.baseSeq, epoch, Long.MIN_VALUE, Redo.none(), -1);
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
    var listed = new ArrayList<Listed>();
    for (String name : disk.list(folder))
      if (SegmentFiles.isSegment(name)) listed.add(Listed.of(disk, folder.resolve(name)));
    listed.sort(Comparator.comparingLong(Listed::baseSeq));
    long floor = 0;
    for (Listed at : listed) {
      Mark mark = at.head == null ? null : at.head.mark();
      if (mark != null) floor = Math.max(floor, mark.floorSeq());
    }
    long first = floor;
    listed.removeIf(at -> at.baseSeq < first);
    if (!listed.isEmpty() && listed.getFirst().baseSeq > first)
      throw new StorageException.Corrupt(new Where(Journal.LOG_NAME, folder, -1, first),
          "the journal's records from seq " + first + " on", "later ones only");
    return listed.stream().map(Listed::kept).toList();
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
