// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.recovery;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.commit.Identities;
import org.redexdb.storage.front.FrontImage;
import org.redexdb.storage.segment.Footer;
import org.redexdb.storage.segment.FrameSearch;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.IndexFill;
import org.redexdb.storage.segment.Mark;
import org.redexdb.storage.segment.PreparedSegment;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentHead;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentList;
import org.redexdb.storage.segment.SegmentStats;

/// Opens one log: from the last sealed segment on, everything is looked at unless the store was closed cleanly.
///
/// Decides between end, torn tail and damage: what lies below a durable mark was on the device once, so it is never cut.
public final class LogRecovery {
  /// How a store was left.
  ///
  /// @param clean closed properly: marks and footers are trusted
  /// @param copy cached pages are not trusted: what is found is copied and forced, as [SegmentRepair] does
  /// @param writable what is found may be repaired; else nothing is written
  /// @param epoch of this writer
  /// @param store uuid of the store
  public record Situation(boolean clean, boolean copy, boolean writable, int epoch, UUID store) {}

  /// A log that is ready to go on.
  ///
  /// @param files its folder
  /// @param identity of its newest segment
  /// @param segments never empty; the last one is the active one
  /// @param tip last event
  /// @param refusal why nothing may be appended, or null
  public record RecoveredLog(SegmentFiles files, SegmentIdentity identity, SegmentList segments, Position tip,
      @Nullable StorageException refusal) {}

  /// One segment file.
  ///
  /// @param footer null of a segment that is not sealed, and of a sealed one whose SEAL or FOOTER is damaged
  /// @param foreign whether it is of another log, so that nothing in it counts
  private record Found(Path path, long baseSeq, @Nullable SegmentHead head, @Nullable Footer footer,
      @Nullable StorageException damage, boolean foreign) {
    static Found damaged(Path path, long baseSeq, StorageException damage) {
      return new Found(path, baseSeq, null, null, damage, false);
    }

    /// What it is in the folder of that log of that store.
    Found of(UUID store, long logId) {
      return head == null || head.identity().isOf(store, logId)
          ? this
          : new Found(path, baseSeq, null, null, head.identity().foreign(path, store, logId), true);
    }

    /// What it is beside the files of that log.
    Found of(SegmentIdentity log) {
      return head == null || head.identity().logUuid().equals(log.logUuid())
          ? this
          : new Found(path, baseSeq, null, null, log.foreign(path, head.identity()), true);
    }
  }

  private SegmentFiles files;
  private final Disk disk;
  private final Identities identities;
  private final Situation situation;
  private final Redo redo;
  private final List<String> notes;
  private final long logId;
  private final long durableSeq;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Path> givenUp = new ArrayList<>();
  private long floor;
  private long nextSeq;
  private int epoch;
  private long runningMaxTs = Long.MIN_VALUE;
  private @Nullable StorageException refusal;
  private @Nullable SegmentIdentity identity;

  /// @param logId      number of the log
  /// @param durableSeq last event that is known to have been on disk by other witness than the log's own files, -1 for
  ///          none: that the last file is gone shows in no other
  public LogRecovery(SegmentFiles files, Identities identities, Situation situation, Redo redo,
      List<String> notes, long logId, long durableSeq) {
    this.files = files;
    this.disk = files.disk();
    this.identities = identities;
    this.situation = situation;
    this.redo = redo;
    this.notes = notes;
    this.logId = logId;
    this.durableSeq = durableSeq;
  }

  /// Also of a log that cannot be recovered nothing stays open.
  public RecoveredLog run() throws IOException {
    boolean done = false;
    try {
      RecoveredLog log = recovered();
      done = true;
      return log;
    } finally {
      if (!done) for (Segment segment : segments) segment.retire();
    }
  }

  private RecoveredLog recovered() throws IOException {
    List<Found> found = find();
    if (found.isEmpty())
      found.add(Found.damaged(files.segment(0), 0,
          new StorageException.Corrupt(Where.file(files.directory()), "at least one segment file", "none")));
    keepOwn(found);
    floor = Math.max(floor, floorSeq(found));
    giveUpBefore(found);
    nextSeq = Math.min(floor, found.getFirst().baseSeq);
    for (int i = 0; i < found.size(); i++) {
      Found next = i + 1 < found.size() ? found.get(i + 1) : null;
      if (!take(found.get(i), next, found.subList(i + 1, found.size()))) break;
    }
    if (refusal == null && nextSeq <= durableSeq) endMissing();
    if (refusal == null && segments.getLast().isSealed()) addActive();
    SegmentIdentity newest = identity;
    if (newest == null) throw Objects.requireNonNull(refusal);
    if (refusal == null && situation.writable && floor > 0) removeGivenUp();
    return new RecoveredLog(files, newest, new SegmentList(segments, Math.min(floor, nextSeq)),
        new Position(epoch, nextSeq - 1), refusal);
  }

  // ---- what there is

  /// What is of another log counts for nothing.
  private void keepOwn(List<Found> found) {
    var own = new ArrayList<SegmentIdentity>();
    for (int i = 0; i < found.size(); i++) {
      Found at = found.get(i).of(situation.store, logId);
      found.set(i, at);
      if (at.head != null) own.add(at.head.identity());
    }
    SegmentIdentity log = SegmentIdentity.ofMost(own);
    if (log == null) return;
    for (int i = 0; i < found.size(); i++) found.set(i, found.get(i).of(log));
    files = files.named(log.name());
  }

  /// Where the log begins: files before it may be gone for good, a file missing behind it is damage. The floor is stored
  /// before files go and never steps back, so the greatest one holds; a segment just rolled to has no mark yet.
  private static long floorSeq(List<Found> found) {
    long floor = 0;
    for (Found at : found) {
      Mark mark = at.head == null ? null : at.head.mark();
      if (mark != null) floor = Math.max(floor, mark.floorSeq());
    }
    return floor;
  }

  /// Segments below the floor were given up; a crash may have left any of their files.
  private void giveUpBefore(List<Found> found) {
    while (found.size() > 1 && found.get(0).baseSeq < floor && found.get(1).baseSeq <= floor
        && !isNeeded(found.get(0), found.get(1)))
      givenUp.add(found.removeFirst().path);
  }

  /// Whether a segment tells what the log knows to be stored, and the next one does not yet. It stays then, as it does while
  /// the log is written.
  private static boolean isNeeded(Found at, Found next) {
    if (next.head != null && next.head.seal() != null) return false;
    return at.footer != null && at.footer.onceRows() > 0;
  }

  /// The mark that tells the floor may be in one of these files, or not on the device: so it is, in the last segment, before
  /// they go.
  private void removeGivenUp() throws IOException {
    if (!situation.clean || !givenUp.isEmpty()) {
      Segment last = segments.getLast();
      last.writeMark(nextSeq - 1, last.flushed(), epoch, Math.min(floor, nextSeq), last.stats());
      last.force(last.flushed());
    }
    for (Path path : givenUp) disk.delete(path);
    List<String> names = disk.list(files.directory());
    for (String name : names)
      if (name.endsWith(SegmentFiles.DELETED_SUFFIX) || SegmentFiles.isOrphan(name, names))
        disk.delete(files.directory().resolve(name));
  }

  private List<Found> find() throws IOException {
    List<String> names = disk.list(files.directory());
    var found = new ArrayList<Found>();
    for (String name : names)
      if (SegmentFiles.isSegment(name)) found.add(head(files.directory().resolve(name), SegmentFiles.baseSeq(name)));
    // A reader has no front to complete such a file with, and its writer may give it a name at this very moment.
    if (!situation.writable) return found;
    var rolled = new ArrayList<Found>();
    for (String name : names) {
      Path path = files.directory().resolve(name);
      if (name.endsWith(SegmentFiles.PREPARED_SUFFIX)) {
        Found half = halfRolled(path);
        if (half == null) remove(path);
        else
          rolled.add(half);
      } else if (name.endsWith(SegmentFiles.COPY_SUFFIX)) {
        remove(path);
      }
    }
    // More than one roll may have been ahead of the flusher.
    if (rolled.size() > 1) rolled.sort(Comparator.comparingLong(Found::baseSeq));
    for (Found half : rolled) {
      // Its name may be taken by the empty segment that it replaces.
      List<Found> replaced = found.stream().filter(other -> other.baseSeq == half.baseSeq && isEmpty(other)).toList();
      found.removeAll(replaced);
      // An earlier recovery, which found no event for it, may have given up all before it: then no other file tells the floor.
      floor = Math.max(floor, floorSeq(replaced));
      if (found.isEmpty() || found.getLast().baseSeq < half.baseSeq) found.add(half);
      else
        remove(half.path);
    }
    return found;
  }

  private void remove(Path path) throws IOException { if (situation.writable) disk.delete(path); }

  private Found head(Path path, long baseSeq) throws IOException {
    try (DiskFile file = disk.open(path, Disk.Access.READ)) {
      SegmentHead head = SegmentHead.read(file, path, baseSeq);
      SegmentHead.Seal seal = head.seal();
      Footer footer = seal == null ? null : footer(file, seal, head.identity().salt());
      return new Found(path, baseSeq, head, footer, null, false);
    } catch (EOFException e) {
      return Found.damaged(path, baseSeq,
          new StorageException.Corrupt(Where.file(path), "a segment header", "a file too short for one"));
    } catch (StorageException e) {
      return Found.damaged(path, baseSeq, e);
    }
  }

  /// A segment that was active already when the process died, but had not got its name: the front holds its frames.
  private @Nullable Found halfRolled(Path path) throws IOException {
    Found unnamed = head(path, -1);
    SegmentHead head = unnamed.head;
    if (head == null) return null;
    List<FrontImage.Block> blocks = redo.blocks(head.identity().segmentUuid());
    if (blocks.isEmpty() || blocks.getFirst().fileOffset() != SegmentIdentity.HEADER_BYTES) return null;
    return new Found(path, blocks.getFirst().baseSeq(), head, unnamed.footer, null, false);
  }

  private boolean isEmpty(Found other) {
    var first = new byte[8];
    try (DiskFile file = disk.open(other.path, Disk.Access.READ)) {
      file.read(SegmentIdentity.HEADER_BYTES, first, 0, 8);
      return Frames.longAt(first, 0) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  // ---- one segment

  /// @return whether to go on with the next
  private boolean take(Found at, @Nullable Found next, List<Found> later) throws IOException {
    SegmentHead head = at.head;
    if (at.baseSeq != nextSeq) return gap(at, next, later);
    if (head == null) return damagedHead(at, next);
    identity = head.identity();
    SegmentHead.Roll roll = head.roll();
    // What it followed is gone. Its epoch stays unknown: a recovery that finished the roll has written its own there.
    if (segments.isEmpty() && roll != null) runningMaxTs = roll.runningMaxTs();
    for (long slot : head.damagedSlots())
      notes.add(files.logName() + ": damaged slot in the header (" + at.path + "+" + slot + ")");
    if (head.seal() != null) return sealed(at, head, head.seal(), next);
    Mark mark = head.mark();
    if (situation.clean && next == null && mark != null && mark.stats() != null && trusted(at, mark)) {
      reopen(at, head, mark, mark.stats());
      return false;
    }
    try (DiskFile file = disk.open(at.path, Disk.Access.READ)) {
      Tail tail = Tail.of(file, head, at.baseSeq, epoch, runningMaxTs, redo,
          later.stream().anyMatch(LogRecovery::isDurable) ? Long.MAX_VALUE : durableSeq);
      return scanned(at, head, tail, next, later);
    }
  }

  private boolean sealed(Found at, SegmentHead head, SegmentHead.Seal seal, @Nullable Found next) throws IOException {
    Footer footer = at.footer;
    if (footer == null) {
      refuse(corrupt(at, seal.offset(), seal.lastSeq(), "SEAL and FOOTER with valid checksums", "other bytes"));
      long lastSeq = next != null ? next.baseSeq - 1 : seal.lastSeq();
      addDamaged(at, head.identity(), lastSeq,
          Salvage.search(disk, at.path, head.identity().salt(), at.baseSeq, lastSeq),
          new SegmentStats(runningMaxTs));
      return next != null;
    }
    if (situation.writable && !situation.clean && (next == null || next.head == null || next.head.seal() == null))
      forceSeal(at, head, seal);
    Path name = files.segment(at.baseSeq);
    if (situation.writable && !at.path.equals(name)) {
      // A recovery before this one had completed a half-rolled segment and died before it could name it.
      disk.rename(at.path, name);
      disk.forceDirectory(files.directory());
    }
    segments.add(Segment.sealed(files, head.identity(), at.baseSeq, seal.endOffset(), footer));
    nextSeq = footer.lastSeq() + 1;
    epoch = footer.lastEpoch();
    runningMaxTs = footer.runningMaxTs();
    return true;
  }

  /// The frames were forced before the pointer was written, the pointer itself perhaps not, or without success: then it
  /// could still be lost, and with it what tells that all events of the segment count. The last one only: it was forced
  /// before the next was sealed.
  private void forceSeal(Found at, SegmentHead head, SegmentHead.Seal seal) throws IOException {
    byte[] slot = seal.encode(head.identity().salt());
    try (DiskFile file = disk.open(at.path, Disk.Access.WRITE)) {
      file.write(SegmentHead.sealOffset(), slot, 0, slot.length);
      file.force(false);
    }
  }

  /// What lies between SEAL and FOOTER is not read: it may be much, and is needed of one segment only.
  private static @Nullable Footer footer(DiskFile file, SegmentHead.Seal seal, int salt) throws IOException {
    long bytes = seal.endOffset() - seal.footerOffset();
    if (bytes < Frames.HEADER_BYTES || bytes > Footer.RESERVE_BYTES) return null;
    var first = new byte[Frames.HEADER_BYTES];
    var last = new byte[(int) bytes];
    try {
      file.read(seal.offset(), first, 0, first.length);
      file.read(seal.footerOffset(), last, 0, last.length);
    } catch (EOFException e) {
      return null;
    }
    if (Frames.length(first, 0) != Frames.HEADER_BYTES || !Frames.checksumMatches(first, 0, salt)
        || Frames.kind(first, 0) != Frames.KIND_SEAL)
      return null;
    int length = Frames.length(last, 0);
    if (!Frames.plausibleLength(length) || Frames.size(length) != last.length
        || !Frames.checksumMatches(last, 0, salt) || Frames.kind(last, 0) != Frames.KIND_FOOTER)
      return null;
    return Footer.decode(last, Frames.HEADER_BYTES, length - Frames.HEADER_BYTES);
  }

  /// The word behind the marked end is zero, as it was when the mark was made.
  private boolean trusted(Found at, Mark mark) throws IOException {
    try (DiskFile file = disk.open(at.path, Disk.Access.READ)) {
      if (mark.durableOffset() + 8 > file.size()) return false;
      var word = new byte[8];
      file.read(mark.durableOffset(), word, 0, 8);
      return Frames.longAt(word, 0) == 0;
    }
  }

  private void reopen(Found at, SegmentHead head, Mark mark, SegmentStats stats) {
    segments
        .add(Segment.reopened(files, head.identity(), at.baseSeq, mark.durableOffset(), stats, mark.counter(), null));
    nextSeq = mark.durableSeq() + 1;
    if (stats.epochs() > 0) epoch = stats.epoch(stats.epochs() - 1);
  }

  private boolean scanned(Found at, SegmentHead head, Tail tail, @Nullable Found next, List<Found> later)
      throws IOException {
    Mark mark = head.mark();
    // The mark may be behind what another witness knows to have been on disk.
    boolean witnessed = tail.nextSeq() <= durableSeq;
    if (mark != null && tail.end() < mark.durableOffset() || tail.scan.unsupported() || head.marksLost()
        || witnessed && next == null && !tail.isComplete() && tail.garbageEnd() > tail.end()) {
      refuse(damage(at, head, tail));
      FrameSearch search = Salvage.search(disk, at.path, head.identity().salt(), at.baseSeq,
          next == null ? Long.MAX_VALUE - 1 : next.baseSeq - 1);
      // What was not durable may be whole all the same, but behind damage nobody can tell where it ends.
      long durable = Math.max(durableSeq, mark == null ? -1 : mark.durableSeq());
      long last = head.marksLost() ? Math.max(durable, search.nextSeq() - 1) : Math.max(durable, tail.nextSeq() - 1);
      addDamaged(at, head.identity(), next != null ? next.baseSeq - 1 : last, search, tail.stats);
      epoch = tail.epoch();
      return next != null;
    }
    boolean last = next == null;
    if (next != null && tail.nextSeq() < next.baseSeq) {
      if (witnessed || anyDurable(later)) {
        refuse(corrupt(at, tail.scan.offset(), tail.scan.nextSeq(), expected(tail), found(tail)));
        addDamaged(at, head.identity(), next.baseSeq - 1,
            Salvage.search(disk, at.path, head.identity().salt(), at.baseSeq, next.baseSeq - 1), tail.stats);
        epoch = tail.epoch();
        return true;
      }
      dropLater(tail.nextSeq(), later);
      last = true;
    }
    noteTorn(at, tail);
    boolean complete = !last || tail.isComplete();
    if (situation.writable) {
      settle(at, head, tail, complete);
    } else {
      addAsIs(at, head, tail, complete);
    }
    nextSeq = tail.nextSeq();
    epoch = Math.max(epoch, tail.epoch());
    runningMaxTs = tail.stats.runningMaxTs();
    return !last;
  }

  private void settle(Found at, SegmentHead head, Tail tail, boolean complete) throws IOException {
    Segment before = segments.isEmpty() ? null : segments.getLast();
    var repaired = new SegmentRepair(files, identities, situation.epoch, situation.copy, floor, before).repair(at.path,
        at.baseSeq, head, tail, complete);
    identity = repaired.identity();
    Footer footer = repaired.footer();
    segments.add(footer != null
        ? Segment.sealed(files, repaired.identity(), at.baseSeq, repaired.end(), footer)
        : Segment.reopened(files, repaired.identity(), at.baseSeq, repaired.end(), tail.stats, repaired.markCounter(),
            tail.index));
  }

  /// Read-only: what is in the files, no more. What only the front holds is left to the next writer.
  private void addAsIs(Found at, SegmentHead head, Tail tail, boolean complete) {
    if (complete && tail.stats.count() > 0) {
      segments.add(Segment.sealed(files, head.identity(), at.baseSeq, tail.end(),
          Footer.of(tail.stats, at.baseSeq, tail.nextSeq() - 1, 0)));
    } else {
      segments.add(Segment.reopened(files, head.identity(), at.baseSeq, tail.end(), tail.stats, 0, tail.index));
    }
  }

  private StorageException damage(Found at, SegmentHead head, Tail tail) {
    if (tail.scan.unsupported())
      return new StorageException.Unsupported(new Where(files.logName(), at.path, tail.scan.offset(), tail.nextSeq()),
          "this build does not know frame kind " + tail.scan.found());
    if (head.marksLost())
      return corrupt(at, head.damagedSlots().getFirst(), -1, "a durable mark", "no slot with a valid checksum");
    return corrupt(at, tail.scan.offset(), tail.scan.nextSeq(), expected(tail), found(tail));
  }

  private static String expected(Tail tail) {
    return tail.scan.expected().isEmpty() ? "a frame (its commit word is not zero)" : tail.scan.expected();
  }

  private static String found(Tail tail) { return tail.scan.expected().isEmpty() ? "zero" : tail.scan.found(); }

  private void noteTorn(Found at, Tail tail) throws IOException {
    tail.undecided.forEach((from, to) -> notes.add(LogRepair.undecided(files.logName(), from, to)));
    long garbage = tail.isComplete() ? tail.end() : tail.garbageEnd();
    if (!tail.overlay.patches().isEmpty())
      notes.add(files.logName() + ": events up to seq " + (tail.nextSeq() - 1) + " brought in from front or journal");
    // Beside a living writer it is an append that is on its way to the file.
    if (garbage > tail.end() && redo.use() != Redo.Use.FOLLOW)
      notes.add(files.logName() + ": torn tail behind seq " + (tail.nextSeq() - 1)
          + (situation.writable ? " cut (" : " left to the next writer (") + at.path + "+" + tail.end() + ", "
          + (garbage - tail.end()) + " bytes that were never acknowledged as durable)");
  }

  /// A later segment that says it is durable proves that this one was.
  private static boolean anyDurable(List<Found> later) {
    for (Found at : later) if (at.head == null || isDurable(at)) return true;
    return false;
  }

  /// Whether a segment says that events of it are durable: so are all before it then, and the records of their commits.
  private static boolean isDurable(Found at) {
    SegmentHead head = at.head;
    if (head == null) return false;
    Mark mark = head.mark();
    return head.seal() != null || mark != null && mark.durableSeq() >= at.baseSeq;
  }

  private void dropLater(long end, List<Found> later) throws IOException {
    notes.add(files.logName() + ": " + later.size() + " segment(s) behind a torn tail at seq " + end
        + " removed; nothing in them was acknowledged as durable");
    // From the last: what a crash in between leaves is still contiguous.
    for (Found at : later.reversed()) remove(at.path);
    if (situation.writable) disk.forceDirectory(files.directory());
  }

  // ---- damage

  /// The file between was lost with the power, name and all, or by damage. Lost is only what was never forced; then
  /// nothing behind it was acknowledged as durable either. The first file never is: creating the log forces its name.
  private boolean gap(Found at, @Nullable Found next, List<Found> later) throws IOException {
    var behind = new ArrayList<Found>();
    behind.add(at);
    behind.addAll(later);
    if (at.baseSeq > nextSeq && !segments.isEmpty() && !anyDurable(behind)) {
      dropLater(nextSeq, behind);
      return false;
    }
    refuse(corrupt(at, 0, nextSeq, "a segment that begins with seq " + nextSeq, "one that begins with " + at.baseSeq));
    if (at.baseSeq < nextSeq) return false;
    SegmentHead head = at.head;
    SegmentIdentity known = head != null ? head.identity() : identity;
    if (known == null) known = placeholder();
    segments.add(Segment.damaged(files, known, nextSeq, SegmentIdentity.HEADER_BYTES, at.baseSeq - 1,
        new SegmentStats(runningMaxTs), new IndexFill()));
    nextSeq = at.baseSeq;
    return take(at, next, later);
  }

  /// Events that were durable are behind everything that was found.
  private void endMissing() throws IOException {
    Path missing = files.segment(nextSeq);
    refuse(new StorageException.Corrupt(new Where(files.logName(), missing, 0, nextSeq),
        "events up to seq " + durableSeq + ", which were on disk", "the end of the log"));
    Segment last = segments.getLast();
    SegmentIdentity known = last.identity();
    if (last.isActive() && nextSeq > last.baseSeq()) last.closeAt(nextSeq - 1);
    else if (last.isActive()) segments.removeLast().retire();
    segments.add(Segment.damaged(files, known, nextSeq, SegmentIdentity.HEADER_BYTES, durableSeq,
        new SegmentStats(runningMaxTs), new IndexFill()));
    nextSeq = durableSeq + 1;
  }

  private boolean damagedHead(Found at, @Nullable Found next) throws IOException {
    StorageException why = Objects.requireNonNull(at.damage);
    refuse(why);
    SegmentIdentity known = identity;
    if (known == null) known = placeholder();
    // Its frames may all be there: without the salt of the page they are found by that of the other checksums.
    FrameSearch search = !at.foreign && disk.exists(at.path)
        ? Salvage.searchWithoutPage(disk, at.path, at.baseSeq, next == null ? -1 : next.baseSeq - 1)
        : null;
    if (search != null) known = known.renewed(known.segmentUuid(), search.salt()).withCapacity(disk.size(at.path));
    long found = Math.max(durableSeq, Math.max(at.baseSeq, search == null ? -1 : search.nextSeq() - 1));
    addDamaged(at, known, next != null ? next.baseSeq - 1 : found, search, new SegmentStats(runningMaxTs));
    return next != null;
  }

  /// Stands for an unreadable header, so that the log can be named in errors.
  private SegmentIdentity placeholder() {
    var none = new UUID(0, 0);
    var made = new SegmentIdentity(none, none, none, 0, 0, SegmentIdentity.HEADER_BYTES, 0, 1L << 16, files.logName());
    identity = made;
    return made;
  }

  private void addDamaged(Found at, SegmentIdentity of, long lastSeq, @Nullable FrameSearch search,
      SegmentStats stats) {
    segments.add(Segment.damaged(files, of, at.baseSeq, search == null ? SegmentIdentity.HEADER_BYTES : search.end(),
        lastSeq, stats, search == null ? new IndexFill() : search.index()));
    nextSeq = lastSeq + 1;
  }

  private void refuse(StorageException why) {
    notes.add(files.logName() + ": " + why.getMessage());
    if (refusal == null) refusal = why;
  }

  private StorageException corrupt(Found at, long offset, long seq, String expected, String found) {
    return new StorageException.Corrupt(new Where(files.logName(), at.path, offset, seq), expected, found);
  }

  // ---- the next segment

  /// Everything is sealed: a new, empty segment goes on.
  private void addActive() throws IOException {
    Segment previous = segments.getLast();
    SegmentIdentity model = previous.identity();
    var stats = new SegmentStats(runningMaxTs);
    if (!situation.writable) return;
    UUID uuid = identities.uuid();
    SegmentIdentity made = model.next(uuid, identities.salt(), Math.max(model.capacity(), model.logSegmentBytes()),
        model.createdEpochNanos());
    var prepared = PreparedSegment.create(disk, files.directory().resolve(uuid + SegmentFiles.PREPARED_SUFFIX), made);
    var active = Segment.rolledTo(files, prepared,
        new SegmentHead.Roll(nextSeq, previous.uuid(), situation.epoch, runningMaxTs), stats);
    active.settle();
    active.force(active.flushed());
    segments.add(active);
    identity = made;
  }
}
