// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.once;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.fault.Faults;
import org.redexdb.storage.runtime.Crew;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentList;
import org.redexdb.storage.segment.SegmentStats;

/// Which events a log knows to be stored, while it is written. Under the log's lock.
///
/// What opening found is read when it is first asked for, or when the segment it found is closed. Until then nothing that
/// is stored once can have been appended, so only what was there at opening has to be read.
public final class FirstCopies {
  private static final byte[] NONE = new byte[0];

  private final SegmentList segments;
  private final Crew crew;
  private final Consumer<StorageException.Corrupt> damage;
  private final long segmentBytes;
  private final Segment opened;
  private final long openedEnd;
  private final long openedNextSeq;
  private final boolean openedHasSome;
  /// Rows at the end of the segment before the active one.
  private int rowsBefore;
  private @Nullable OnceWindow window;

  /// @param segments as opening found them; the last one is the active one
  /// @param nextSeq of the log
  /// @param segmentBytes of a full segment
  /// @param damage told of what keeps the window from being read
  public FirstCopies(SegmentList segments, long nextSeq, long segmentBytes, Crew crew,
      Consumer<StorageException.Corrupt> damage) {
    this.segments = segments;
    this.crew = crew;
    this.damage = damage;
    this.segmentBytes = segmentBytes;
    this.opened = segments.last();
    this.openedEnd = opened.flushed();
    this.openedNextSeq = nextSeq;
    this.openedHasSome = opened.stats().onceCount() > 0;
    Segment before = before(opened);
    this.rowsBefore = before == null ? 0 : before.onceRows();
  }

  private @Nullable Segment before(Segment active) {
    Segment before = null;
    for (Segment segment : segments.all()) {
      if (segment == active) break;
      before = segment;
    }
    return before;
  }

  /// Bytes that the frame between SEAL and FOOTER of the active segment needs at most.
  ///
  /// @param stats of that segment
  /// @param more events that are stored once to come
  public int frameBytes(SegmentStats stats, int more) {
    long events = stats.onceCount() + more;
    if (events + rowsBefore == 0) return 0;
    // Each event may be a row of its own and that of its producer.
    long rows = Math.min(rowsBefore + 2 * events,
        (long) OnceWindow.eventsMax(segmentBytes) + OnceWindow.producersMax(segmentBytes));
    return OnceWindow.frameBytes((int) rows);
  }

  /// Payload of that frame as of now, empty when there is to be none.
  public byte[] snapshot() {
    if (window == null && rowsBefore == 0 && !openedHasSome) return NONE;
    return loaded().payload();
  }

  /// Rows that [#snapshot] has.
  public int rows() { return window == null ? 0 : window.rows(); }

  /// The active segment was closed with what [#snapshot] said.
  public void rolled() { rowsBefore = rows(); }

  /// The events of a batch that are stored already.
  ///
  /// @return null when none of them is
  /// @throws StorageException.Conflict some are, or one comes too late
  /// @throws StorageException.TooLarge there are more than the window could recognize
  public @Nullable Stored find(OnceBatch batch, Where where) {
    checkCount(batch, where);
    @Nullable
    FirstCopy[] copies = copies(batch);
    List<EventIdentity> events = batch.events();
    int known = -1;
    int late = -1;
    for (int i = 0; i < copies.length; i++) {
      if (copies[i] != null) known = i;
      else if (isLate(events.get(i))) late = i;
    }
    if (known < 0 && late < 0) return null;
    Stored stored = Stored.of(copies);
    if (stored != null) return stored;
    if (late >= 0)
      throw StorageException.Conflict.outOfOrder(where, events.get(late).toString(),
          loaded().lastNumber(events.get(late).id()));
    FirstCopy first = copies[known];
    throw StorageException.Conflict.partlyStored(where, events.get(known).toString(), first == null ? -1 : first.seq());
  }

  /// What an id is told by is in the window only; of producers there is the log itself ([OnceSearch]).
  private void checkCount(OnceBatch batch, Where where) {
    int max = OnceWindow.eventsMax(segmentBytes);
    if (batch.count() > max && !batch.allByProducer())
      throw new StorageException.TooLarge(where, "ids to be looked for in one step", batch.count(), max);
  }

  /// Where the events of a batch are, as far as the window knows; null when one of them is new for certain, so that there is
  /// nothing to look for.
  public @Nullable FirstCopy @Nullable [] copiesUnlessNew(OnceBatch batch) {
    @Nullable
    FirstCopy[] copies = copies(batch);
    for (int i = 0; i < copies.length; i++) if (copies[i] == null && !isLate(batch.events().get(i))) return null;
    return copies;
  }

  private @Nullable FirstCopy[] copies(OnceBatch batch) {
    OnceWindow known = loaded();
    var copies = new @Nullable FirstCopy[batch.count()];
    for (int i = 0; i < copies.length; i++) copies[i] = known.find(batch.events().get(i));
    return copies;
  }

  /// Whether a number is at or below one that is stored, and so will never be stored again.
  private boolean isLate(EventIdentity event) {
    return event.byProducer() && event.number() <= loaded().lastNumber(event.id());
  }

  /// A batch that [#find] did not know was appended.
  public void add(OnceBatch batch, long firstSeq, long ts, int epoch) {
    OnceWindow known = loaded();
    for (int i = 0; i < batch.count(); i++)
      known.add(batch.events().get(i), new FirstCopy(firstSeq + i, ts, epoch));
  }

  private OnceWindow loaded() {
    OnceWindow known = window;
    if (known == null) window = known = load();
    return known;
  }

  private OnceWindow load() {
    try {
      return crew.call(this::read);
    } catch (IOException e) {
      throw Faults.typed(e, Where.file(opened.path()), "reading which events are stored once");
    } catch (StorageException.Corrupt e) {
      damage.accept(e);
      throw e;
    }
  }

  private OnceWindow read() throws IOException {
    Segment before = rowsBefore == 0 ? null : before(opened);
    OnceWindow read = before == null ? new OnceWindow(segmentBytes) : StoredWindow.atEnd(before);
    if (openedHasSome) StoredWindow.addAll(read, opened, openedEnd, openedNextSeq);
    return read;
  }
}
