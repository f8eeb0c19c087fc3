// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.recovery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.DamagedRange;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.RepairReport;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.commit.Identities;
import org.redexdb.storage.commit.Journal;
import org.redexdb.storage.front.FrontImage;
import org.redexdb.storage.journal.JournalContent;
import org.redexdb.storage.once.OnceWindow;
import org.redexdb.storage.segment.FrameSearch;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.Mark;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentHead;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SeqRanges;
import org.redexdb.storage.segment.SharedExtension;

/// Finds out what is damaged in one log of a closed store and what of it can be saved, and writes the segments concerned
/// anew. What lies above every durable mark is no damage but a torn tail: that is left to the next opening.
///
/// Each segment is replaced in one step, so a crash leaves a log with fewer damaged segments; the next run does the rest.
public final class LogRepair implements AutoCloseable {
  /// What is known of the log besides its segments.
  ///
  /// @param store      uuid of the store
  /// @param logId      number of the log
  /// @param clean      whether the last writer closed the store
  /// @param durableSeq last event that another witness knows to have been on disk, -1 for none
  /// @param damage     of a journal: what was found in it before; empty when nothing was
  public record Known(UUID store, long logId, boolean clean, long durableSeq, List<String> damage) {
    public Known(UUID store, long logId, boolean clean, long durableSeq) {
      this(store, logId, clean, durableSeq, List.of());
    }
  }

  private static final FoundEvents NOTHING = FoundEvents.none();

  private final SegmentFiles files;
  private final Identities identities;
  private final Redo redo;
  private final Known known;
  private final List<FoundSegment> found = new ArrayList<>();
  private final List<SegmentRewrite> rewrites = new ArrayList<>();
  private final List<String> damage = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final SeqRanges lost = new SeqRanges();
  private String name;
  private final boolean journal;
  private long floor;
  private long start;
  private boolean beginLost;
  private long markedEnd;
  private long durableEnd;
  private long nextSeq;
  private long kept;
  private long lastTs = Long.MIN_VALUE;
  private long runningMaxTs = Long.MIN_VALUE;
  private int lastEpoch;
  /// Of the log, as the files say; made anew when none does.
  private @Nullable SegmentIdentity identity;

  public LogRepair(SegmentFiles files, Identities identities, Redo redo, Known known) {
    this.files = files;
    this.identities = identities;
    this.redo = redo;
    this.known = known;
    this.journal = known.logId == Journal.LOG_ID;
    this.name = files.logName();
  }

  /// Whether a file of this name is a damaged one that a repair has kept.
  public static boolean hasKept(String fileName) {
    int at = fileName.lastIndexOf(SegmentRewrite.ASIDE);
    return at > 0 && SegmentFiles.isSegment(fileName.substring(0, at));
  }

  // ---- looking

  /// Reads everything and changes nothing.
  public void plan() throws IOException {
    find();
    bounds();
    if (isShared()) name = SharedExtension.LOG_NAME;
    start = found.isEmpty() ? floor : Math.min(floor, found.getFirst().baseSeq);
    if (journal) start = startOfJournal();
    nextSeq = start;
    for (int i = 0; i < found.size(); i++) {
      FoundSegment at = found.get(i);
      if (at.baseSeq > nextSeq && !missing(at.baseSeq)) return;
      if (at.baseSeq < nextSeq)
        throw new StorageException.Corrupt(new Where(name, at.path, 0, nextSeq),
            "a segment that begins with seq " + nextSeq, "one that begins with " + at.baseSeq
                + ", so that two files claim the same events: move the wrong one away first");
      if (!look(at, i + 1 < found.size() ? found.get(i + 1).baseSeq : -1)) return;
    }
    if (nextSeq < durableEnd) missing(durableEnd);
    for (String line : known.damage) if (!damage.contains(line)) damage.addFirst(line);
  }

  /// One line for each place that is damaged. After [#plan].
  public List<String> damage() { return List.copyOf(damage); }

  private void find() throws IOException {
    Disk disk = files.disk();
    if (!disk.isDirectory(files.directory())) return;
    for (String file : disk.list(files.directory())) {
      Path path = files.directory().resolve(file);
      if (SegmentFiles.isSegment(file)) found.add(FoundSegment.open(disk, path, SegmentFiles.baseSeq(file)));
      else if (file.endsWith(SegmentFiles.PREPARED_SUFFIX)) findHalfRolled(path);
    }
    found.sort(Comparator.comparingLong(each -> each.baseSeq));
    found.replaceAll(at -> at.of(known.store, known.logId));
    SegmentIdentity log = SegmentIdentity.ofMost(
        found.stream().map(at -> at.head).filter(Objects::nonNull).map(SegmentHead::identity).toList());
    identity = log;
    if (log == null) return;
    found.replaceAll(at -> at.of(log));
    name = log.name();
  }

  /// Whether its events are of many logs; where no segment says so any more, they do.
  public boolean isShared() {
    for (FoundSegment at : found)
      if (at.head != null ? at.head.identity().shared() : at.events.isOfShared(at.baseSeq)) return true;
    return false;
  }

  /// A segment that was active already when the process died but had not got its name: the front holds its frames.
  private void findHalfRolled(Path path) throws IOException {
    List<FrontImage.Block> blocks;
    try (var half = FoundSegment.open(files.disk(), path, -1)) {
      blocks = half.blocks(redo);
    }
    if (!blocks.isEmpty() && blocks.getFirst().fileOffset() == SegmentIdentity.HEADER_BYTES)
      found.add(FoundSegment.open(files.disk(), path, blocks.getFirst().baseSeq()));
  }

  /// Where the log begins, what was durable, and what is in the files.
  private void bounds() throws IOException {
    for (FoundSegment at : found) {
      Mark mark = at.head == null ? null : at.head.mark();
      if (mark != null) floor = Math.max(floor, mark.floorSeq());
    }
    while (found.size() > 1 && found.get(0).baseSeq < floor && found.get(1).baseSeq <= floor)
      found.removeFirst().close();
    var log = FoundSegment.OfLog.of(known.logId, found);
    for (int i = 0; i < found.size(); i++) {
      FoundSegment at = found.get(i);
      at.read(i + 1 < found.size() ? found.get(i + 1).baseSeq : Long.MAX_VALUE, redo, log);
      if (at.unreadableBytes > 0) notes.add(at.path + ": the device did not give " + at.unreadableBytes + " bytes");
      if (at.head != null && at.head.mark() != null)
        durableEnd = Math.max(durableEnd, at.head.mark().durableSeq() + 1);
      if (at.head != null && at.head.seal() != null) durableEnd = Math.max(durableEnd, at.head.seal().lastSeq() + 1);
    }
    markedEnd = durableEnd;
    durableEnd = Math.max(durableEnd, known.durableSeq + 1);
    // Without marks nothing that is there is taken for a torn tail.
    FoundSegment last = found.isEmpty() ? null : found.getLast();
    if (last == null) return;
    if (!journal && marksLost(last)) durableEnd = Math.max(durableEnd, last.events.end());
    // A damaged journal may have had records behind: a file that is missing at the end shows nowhere. One place tells that.
    if (journal && (!known.damage.isEmpty() || found.stream().anyMatch(this::marksLost)))
      durableEnd = Math.max(Math.max(durableEnd, floor), Math.max(last.baseSeq, last.events.end())) + 1;
  }

  /// The first segment of a journal never stands without mark and roll: one was forced before the header spoke of a journal.
  private boolean marksLost(FoundSegment at) {
    SegmentHead head = at.head;
    return head == null || head.marksLost()
        || journal && at == found.getFirst() && head.mark() == null && head.roll() == null;
  }

  /// Segments before the first are gone behind a checkpoint, as a mark says. Where no mark says so, they were lost, how many
  /// events does not matter: one place tells it. Unless a damaged slot may have said so.
  private long startOfJournal() {
    if (found.isEmpty()) {
      durableEnd = Math.max(durableEnd, start + 1);
      return start;
    }
    FoundSegment first = found.getFirst();
    beginLost = marksLost(first);
    if (first.baseSeq <= floor) return start;
    beginLost |= found.stream().anyMatch(at -> at.head == null || !at.head.damagedSlots().isEmpty());
    floor = beginLost ? first.baseSeq : first.baseSeq - 1;
    durableEnd = Math.max(durableEnd, first.baseSeq);
    return floor;
  }

  // ---- deciding

  /// No file holds the events from the next one on to `end`.
  ///
  /// @return false when they were never durable, nor what follows
  private boolean missing(long end) throws IOException {
    if (nextSeq >= durableEnd) return false;
    damage.add(String.valueOf(new StorageException.Corrupt(new Where(name, files.segment(nextSeq), 0, nextSeq),
        "a segment with the events " + nextSeq + " to " + (end - 1), "none").getMessage()));
    lost.add(nextSeq, Math.min(end, durableEnd));
    SegmentIdentity model = model(null);
    long fits = (model.logSegmentBytes() - SegmentIdentity.HEADER_BYTES - 2L * SegmentIdentity.PAGE_BYTES)
        / Frames.HEADER_BYTES;
    while (nextSeq < end) {
      long to = Math.min(end, nextSeq + fits);
      rewrite(null, to, model, end < durableEnd || to < end || isFollowed(end), NOTHING);
    }
    return true;
  }

  private boolean isFollowed(long seq) { return found.stream().anyMatch(at -> at.baseSeq >= seq); }

  /// @param next first seq of the next segment, -1 when there is none
  /// @return whether to go on with the next
  private boolean look(FoundSegment at, long next) throws IOException {
    SegmentHead head = at.head;
    FrameSearch search = at.search;
    // Under another name a file shows its footer, and no event.
    boolean hasFooter = search != null && search.footer() != null && search.nextSeq() > at.baseSeq;
    boolean sealed = next >= 0 || hasFooter || head != null && head.seal() != null;
    long to = end(at, next, hasFooter);
    var gone = new SeqRanges();
    for (long seq = at.baseSeq; seq < Math.min(to, durableEnd); seq++) if (!at.events.has(seq)) gone.add(seq, seq + 1);
    int before = damage.size();
    if (beginLost && at == found.getFirst())
      damage
          .add(message(at, SegmentHead.markOffset(0), at.baseSeq, "a mark that says where the journal begins", "none"));
    if (at.damage != null) damage.add(String.valueOf(at.damage.getMessage()));
    if (head != null && head.marksLost())
      damage.add(message(at, head.damagedSlots().getFirst(), -1, "a durable mark", "no slot with a valid checksum"));
    if (search != null) {
      for (FrameSearch.Gap gap : search.gaps())
        // What front or journal hold of it was not in the file yet, unless a mark says so.
        if (gap.from() < markedEnd || sealed || known.clean)
          damage.add(message(at, gap.offset(), gap.from(), gap.expected(), gap.found()));
      if (head != null && head.seal() != null && search.footer() == null && damage.size() == before)
        damage.add(message(at, head.seal().offset(), -1, "SEAL and FOOTER with valid checksums", "other bytes"));
    }
    if (damage.size() == before && !gone.isEmpty())
      damage.add(
          message(at, search == null ? 0 : search.end(), at.events.end(), "the events to seq " + (to - 1), "none"));
    if (damage.size() > before) {
      gone.forEach(lost::add);
      if (at.events.end() > to && next < 0)
        notes.add(name + ": what stands behind seq " + (to - 1) + " was never acknowledged as durable and is cut");
      if (head != null && head.marksLost())
        notes.add(name + ": with the durable marks it is lost whether there were events behind seq " + (to - 1));
      SegmentHead.Roll roll = head == null ? null : head.roll();
      if (roll != null) runningMaxTs = Math.max(runningMaxTs, roll.runningMaxTs());
      rewrite(at, to, model(at), sealed, at.events);
    } else {
      remember(at, to);
      nextSeq = to;
    }
    // A gap above every durable mark: recovery cuts there.
    return next < 0 || to >= next;
  }

  /// Seq that follows the last event the segment has, or had.
  private long end(FoundSegment at, long next, boolean hasFooter) {
    FrameSearch search = at.search;
    SegmentHead head = at.head;
    long whole = at.events.wholeBatchesFrom(Math.max(at.baseSeq, Math.min(durableEnd, at.events.end())),
        seq -> counts(at, seq));
    if (next >= 0) return next <= durableEnd || whole >= next ? next : Math.max(whole, durableEnd);
    if (hasFooter && search != null) return search.nextSeq();
    if (head != null && head.seal() != null) return head.seal().lastSeq() + 1;
    return Math.max(durableEnd, whole);
  }

  private boolean counts(FoundSegment at, long seq) {
    return (at.events.flags(seq) & Frames.FLAG_TX) == 0 || at.head == null
        || redo.committed(at.head.identity(), seq);
  }

  private String message(FoundSegment at, long offset, long seq, String expected, String had) {
    return String
        .valueOf(new StorageException.Corrupt(new Where(name, at.path, offset, seq), expected, had).getMessage());
  }

  private void rewrite(@Nullable FoundSegment at, long to, SegmentIdentity model, boolean sealed, FoundEvents events)
      throws IOException {
    long from = at == null ? nextSeq : at.baseSeq;
    long first = from;
    while (first < to && !events.has(first)) first++;
    byte[] head = first < to ? events.frame(first) : null;
    if (lastEpoch == 0) lastEpoch = head == null ? firstEpochFound() : Frames.epoch(head, 0);
    if (lastTs == Long.MIN_VALUE && head != null) lastTs = Frames.ts(head, 0);
    SegmentHead was = at == null ? null : at.head;
    SegmentHead.Roll roll = was == null ? null : was.roll();
    if (roll == null) roll = new SegmentHead.Roll(from, new UUID(0, 0), lastEpoch, runningMaxTs);
    Mark mark = was == null ? null : was.mark();
    rewrites.add(new SegmentRewrite(from, to, at == null ? null : at.path, model, sealed, roll,
        mark == null ? 0 : mark.counter(), events, lastTs == Long.MIN_VALUE ? 0 : lastTs, lastEpoch));
    long here = 0;
    for (long seq = from; seq < to; seq++) if (events.has(seq)) here++;
    kept += here;
    int broken = events.ofBrokenBatches(from, to).cardinality();
    if (broken > 0)
      notes.add(name + ": " + broken + " of the events kept were appended in one batch with events that are lost");
    if (at != null) remember(at, to);
    nextSeq = to;
  }

  private int firstEpochFound() throws IOException {
    for (FoundSegment at : found) {
      byte[] frame = at.events.frame(at.baseSeq);
      if (frame != null) return Frames.epoch(frame, 0);
    }
    return 1;
  }

  /// Time and epoch that lost events behind this segment are given.
  private void remember(FoundSegment at, long to) throws IOException {
    for (long seq = to - 1; seq >= at.baseSeq; seq--) {
      byte[] frame = at.events.frame(seq);
      if (frame == null) continue;
      lastTs = Frames.ts(frame, 0);
      lastEpoch = Frames.epoch(frame, 0);
      break;
    }
    if (at.search != null && at.search.footer() != null)
      runningMaxTs = Math.max(runningMaxTs, at.search.footer().runningMaxTs());
    runningMaxTs = Math.max(runningMaxTs, lastTs);
  }

  /// What a new file takes over: from the damaged one, or from another of the log.
  private SegmentIdentity model(@Nullable FoundSegment at) throws IOException {
    if (at != null && at.head != null) return at.head.identity();
    long capacity = at == null ? 0 : at.size();
    if (identity != null) return identity.withCapacity(capacity);
    String unknown = name + ": no segment says any more what the log is called or which size its files have";
    if (!notes.contains(unknown)) notes.add(unknown);
    var made = new SegmentIdentity(known.store, identities.uuid(), identities.uuid(), 0, known.logId, capacity, 0,
        Math.max(capacity, Limits.SEGMENT_BYTES_DEFAULT), name, isShared(), "");
    identity = made;
    return made;
  }

  // ---- doing

  /// Writes the damaged segments anew.
  ///
  /// @return the files that were kept
  public List<Path> apply() throws IOException {
    if (!files.disk().isDirectory(files.directory())) {
      files.disk().createDirectory(files.directory());
      files.disk().forceDirectory(Objects.requireNonNull(files.directory().getParent()));
    }
    var aside = new ArrayList<Path>();
    SegmentRewrite before = null;
    OnceWindow once = null;
    for (SegmentRewrite rewrite : rewrites) {
      boolean follows = before != null && before.to() == rewrite.from();
      once = rewrite.once(onceBefore(rewrite.from(), follows ? once : null));
      before = rewrite;
      Path old = rewrite.write(files, identities.uuid(), identities.salt(), floor, once,
          rewrite.old() == null ? null : keepAs(rewrite.old()));
      if (old != null) aside.add(old);
    }
    return aside;
  }

  /// Seq of the first event that the log's files hold, or held.
  public long firstSeq() { return found.isEmpty() ? floor : Math.min(floor, found.getFirst().baseSeq); }

  /// Seq behind the last one.
  public long nextSeq() { return nextSeq; }

  /// Gives the events that are kept, whole frames by ascending seq.
  public void kept(Consumer<byte[]> each) throws IOException {
    for (int i = 0; i < found.size(); i++) {
      FoundSegment at = found.get(i);
      long to = Math.min(nextSeq, i + 1 < found.size() ? found.get(i + 1).baseSeq : at.events.end());
      for (long seq = at.baseSeq; seq < to; seq++) {
        byte[] frame = at.events.frame(seq);
        if (frame != null && Frames.kind(frame, 0) != Frames.KIND_LOST) each.accept(frame);
      }
    }
  }

  /// A journal's folder goes with the next opening: its files are kept beside it.
  private Path keepAs(Path old) {
    return journal ? files.directory().resolveSibling(keptJournal(String.valueOf(old.getFileName()))) : old;
  }

  private static String keptJournal(String fileName) { return JournalRecovery.FOLDER + "-" + fileName; }

  // ---- of a journal

  /// Whether a file of this name is a damaged one of a journal that a repair has kept, or the beginning of that.
  public static boolean hasKeptOfJournal(String fileName) {
    String prefix = keptJournal("");
    return fileName.startsWith(prefix) && hasKept(fileName.substring(prefix.length()));
  }

  /// The records that can be read, when the log is a journal. After [#plan].
  public JournalContent records() throws IOException {
    var records = new JournalSalvage();
    if (found.isEmpty()) records.lost();
    long at = start;
    for (int i = 0; i < found.size(); i++) {
      FoundSegment segment = found.get(i);
      if (segment.baseSeq >= nextSeq) break;
      if (at < segment.baseSeq) records.lost();
      long end = Math.min(nextSeq, i + 1 < found.size() ? found.get(i + 1).baseSeq : Long.MAX_VALUE);
      for (at = segment.baseSeq; at < end; at++) {
        byte[] frame = segment.events.frame(at);
        if (frame == null) records.lost();
        else if (!records.frame(frame)) throw JournalRecovery.unknownVersion(segment.path, 0, at);
      }
    }
    if (at < nextSeq) records.lost();
    return records.content;
  }

  /// One line for each range of events that are kept although the records of their commits are lost. After [#plan].
  public List<String> undecided() {
    var ranges = new SeqRanges();
    for (FoundSegment at : found) {
      SegmentHead head = at.head;
      if (head == null || head.seal() != null) continue;
      Mark mark = head.mark();
      for (long seq = Math.max(at.baseSeq, mark == null ? 0 : mark.durableSeq() + 1); seq < Math.min(nextSeq,
          at.events.end()); seq++)
        if ((at.events.flags(seq) & Frames.FLAG_TX) != 0 && redo.undecided(head.identity(), seq))
          ranges.add(seq, seq + 1);
    }
    var lines = new ArrayList<String>();
    ranges.forEach((from, to) -> lines.add(undecided(name, from, to)));
    return lines;
  }

  static String undecided(String log, long from, long to) {
    return log + ": the records of the commits that " + (to - from == 1
        ? "event " + from + " is"
        : "events " + from
            + " to " + (to - 1) + " are")
        + " of are lost; kept, but whether other logs hold all of these commits cannot be told";
  }

  /// Adds what is to be known besides.
  public void note(String line) { notes.add(name + ": " + line); }

  /// What the log knew to be stored where a segment begins: by the damaged file itself, by the one before it, or by the last
  /// before that which tells, and the events since. A file written anew has to go on telling it, though none of these events is
  /// in it.
  ///
  /// @param written what the file before it tells, if that was written anew
  private OnceWindow onceBefore(long seq, @Nullable OnceWindow written) throws IOException {
    for (FoundSegment at : found) {
      OnceWindow end = at.baseSeq == seq ? at.onceAtEnd() : null;
      if (end != null) return end.before(seq);
    }
    if (written != null) return written;
    List<FoundSegment> earlier = found.stream().filter(at -> at.baseSeq < seq).toList();
    OnceWindow window = null;
    int from = earlier.size();
    while (window == null && from > 0) window = earlier.get(--from).onceAtEnd();
    if (window == null) window = new OnceWindow(model(null).logSegmentBytes());
    else
      from++;
    for (FoundSegment at : earlier.subList(from, earlier.size()))
      at.events.addOnceTo(window, at.baseSeq, at.events.end());
    return window;
  }

  public boolean isDamaged() { return !damage.isEmpty(); }

  /// Name of the log as its segments say it.
  public String name() { return name; }

  /// @param aside files that were kept
  /// @param more  notes to be added
  public RepairReport.OfLog report(List<Path> aside, List<String> more) {
    var all = new ArrayList<>(notes);
    all.addAll(more);
    var ranges = new ArrayList<DamagedRange>();
    lost.forEach((from, to) -> ranges.add(new DamagedRange(from, to, DamagedRange.Kind.LOST)));
    return new RepairReport.OfLog(name, files.directory(), damage, ranges, kept, all, aside, nextSeq);
  }

  @Override
  public void close() throws IOException { for (FoundSegment at : found) at.close(); }
}
