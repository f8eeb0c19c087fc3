// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.once.OnceBatch;
import org.redexdb.storage.once.Stored;

/// One commit over several logs: lock all → find places → append the record → put the frames → move the tips together.
/// The record is the commit; before it nothing has happened, after it nothing may fail.
///
/// Logs are locked in the order of their ids, the journal's last, so that two commits never wait for each other in a ring.
public final class MultiLogAppend {
  /// What the commit does to one log.
  ///
  /// @param batch empty to state only the expectation
  /// @param expectedNextSeq or [org.redexdb.storage.api.Log#ANY_SEQ]
  /// @param condition gets the log's last published seq when all logs are locked, and throws when nothing may be appended;
  ///          or null
  public record Part(long logId, LogWriter log, FrameBatch batch, long expectedNextSeq,
      @Nullable LongConsumer condition) {
    /// At an expected place at most.
    public Part(long logId, LogWriter log, FrameBatch batch, long expectedNextSeq) {
      this(logId, log, batch, expectedNextSeq, null);
    }
  }

  private final Writers writers;
  private final List<Part> parts;
  private final List<Participant.Place> places = new ArrayList<>();
  private final @Nullable OnceBatch[] once;

  /// @param parts at most one for each log
  public MultiLogAppend(Writers writers, List<Part> parts) {
    this.writers = writers;
    this.parts = parts;
    this.once = once(parts);
  }

  /// What the events of each part are told by: of all parts that have events, or of none.
  private static @Nullable OnceBatch[] once(List<Part> parts) {
    var once = new @Nullable OnceBatch[parts.size()];
    int with = 0;
    int events = 0;
    for (int i = 0; i < once.length; i++) {
      FrameBatch batch = parts.get(i).batch;
      if (batch.isEmpty()) continue;
      events++;
      once[i] = OnceBatch.of(batch);
      if (once[i] != null) with++;
    }
    if (with > 0 && with < events)
      throw new IllegalArgumentException(
          "events for " + with + " of " + events + " logs are to be stored once; give those"
              + " for the others a producer or an id as well, or append them apart");
    return once;
  }

  /// @return receipts in the order of the parts
  public List<Receipt> run(Level level) {
    int[] sizes = sizes();
    List<Part> ordered = parts.stream().sorted(Comparator.comparingLong(Part::logId)).toList();
    var receipts = new Receipt[parts.size()];
    DurableWaiter waiter = null;
    @Nullable
    Stored @Nullable [] stored = null;
    int locked = 0;
    try {
      for (; locked < ordered.size(); locked++) ordered.get(locked).log.lock();
      stored = findStored();
      if (stored == null) waiter = append(ordered, sizes, receipts, level);
    } finally {
      for (int i = locked - 1; i >= 0; i--) ordered.get(i).log.unlock();
    }
    if (stored != null) return receipts(stored, level);
    if (waiter != null) {
      writers.journal().requestForce();
      writers.await(waiter, Where.channel(Journal.LOG_NAME));
    }
    return List.of(receipts);
  }

  private @Nullable DurableWaiter append(List<Part> ordered, int[] sizes, Receipt[] receipts, Level level) {
    for (Part part : ordered) part.log.admit(part.expectedNextSeq);
    for (Part part : ordered) if (part.condition != null) part.condition.accept(part.log.tipSeq());
    for (Part part : ordered) {
      int i = parts.indexOf(part);
      receipts[i] = part.batch.isEmpty() ? standing(part) : place(part, sizes[i], once[i], level);
    }
    return places.isEmpty() ? null : commit(level);
  }

  /// The commit as it is stored already, by part. Nothing is expected of the logs then: they have moved since.
  ///
  /// @return null when its events are new
  private @Nullable Stored @Nullable [] findStored() {
    var stored = new @Nullable Stored[parts.size()];
    int known = -1;
    boolean isNew = false;
    for (int i = 0; i < stored.length; i++) {
      OnceBatch events = once[i];
      if (events == null) continue;
      stored[i] = parts.get(i).log.findStored(events);
      if (stored[i] == null) isNew = true;
      else
        known = i;
    }
    if (known < 0) return null;
    if (!isNew) return stored;
    Stored there = Objects.requireNonNull(stored[known]);
    throw StorageException.Conflict.partlyStored(parts.get(known).log.nextPlace(),
        Objects.requireNonNull(once[known]).events().getLast().toString(), there.lastSeq());
  }

  /// Without the locks: waits until what was stored before has reached the level.
  private List<Receipt> receipts(@Nullable Stored[] stored, Level level) {
    var receipts = new ArrayList<Receipt>(stored.length);
    for (int i = 0; i < stored.length; i++) {
      Stored part = stored[i];
      receipts.add(part == null ? standing(parts.get(i)) : parts.get(i).log.receiptOf(part, level));
    }
    return receipts;
  }

  private int[] sizes() {
    var sizes = new int[parts.size()];
    long total = 0;
    for (int i = 0; i < sizes.length; i++) {
      long size = parts.get(i).batch.frameBytes();
      total += size;
      if (total > Limits.TRANSACTION_BYTES_MAX)
        throw new StorageException.TooLarge(parts.get(i).log.nextPlace(), "frame bytes of a commit over several logs",
            total, Limits.TRANSACTION_BYTES_MAX);
      sizes[i] = (int) size;
    }
    return sizes;
  }

  private Receipt standing(Part part) {
    Position tip = part.log.tip();
    return new Receipt(tip.epoch(), tip.seq(), 0, 0, writers.reached(Level.OS), 1);
  }

  private Receipt place(Part part, int size, @Nullable OnceBatch events, Level level) {
    Participant.Place place = part.log.participant().place(part.batch, size, events);
    places.add(place);
    return new Receipt(writers.epoch(), place.lastSeq(), place.count(), place.ts(), writers.reached(level), 1);
  }

  private @Nullable DurableWaiter commit(Level level) {
    if (writers.isVolatile()) {
      put(-1);
      return null;
    }
    Journal journal = writers.journal();
    FrameBatch content = Journal.record(places);
    Journal.Placing placing = journal.place();
    try {
      long record = journal.append(content);
      put(record);
      DurableWaiter waiter = journal.decided(record, places, level == Level.DISK);
      journal.placed(placing);
      return waiter;
    } catch (Throwable t) {
      if (!journal.mayHaveRecord(placing, t)) {
        journal.placed(placing);
      } else {
        // The device failed under the record, or memory or stack ran out. The record may stand, so no log may go on in
        // contradiction to it: the next open puts the frames where they belong.
        for (Part part : parts) part.log.fail(new StorageException.NotDurable(part.log.nextPlace(), t));
      }
      throw t;
    }
  }

  private void put(long record) {
    for (Participant.Place place : places) place.participant().put(place, record);
    writers.shownTips().announce(places.stream().mapToLong(place -> place.image().logId()).toArray(),
        places.stream().mapToLong(place -> place.lastSeq() - place.count() + 1).toArray(),
        places.stream().mapToLong(Participant.Place::lastSeq).toArray());
    writers.publication().move(() -> {
      for (Participant.Place place : places) place.participant().publish(place);
    });
  }
}
