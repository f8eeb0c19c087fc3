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

  /// A part on its way to a receipt.
  private static final class Step {
    private final Part part;
    private final long bytes;
    /// What its events are told by when they are stored once.
    private final @Nullable OnceBatch once;
    /// Where they are already. Known under the locks.
    private @Nullable Stored stored;
    private @Nullable Receipt receipt;

    private Step(Part part) {
      this.part = part;
      this.bytes = part.batch.frameBytes();
      this.once = part.batch.isEmpty() ? null : OnceBatch.of(part.batch);
    }

    private LogWriter log() { return part.log; }

    private Receipt receipt() { return Objects.requireNonNull(receipt); }
  }

  private final Writers writers;
  private final List<Step> steps;
  private final List<Participant.Place> places = new ArrayList<>();

  /// @param parts at most one for each log
  public MultiLogAppend(Writers writers, List<Part> parts) {
    this.writers = writers;
    this.steps = parts.stream().map(Step::new).toList();
    long events = steps.stream().filter(step -> !step.part.batch.isEmpty()).count();
    long once = steps.stream().filter(step -> step.once != null).count();
    if (once > 0 && once < events)
      throw new IllegalArgumentException(
          "events for " + once + " of " + events + " logs are to be stored once; give those"
              + " for the others a producer or an id as well, or append them apart");
  }

  /// @return receipts in the order of the parts
  public List<Receipt> run(Level level) {
    requireRoom();
    List<Step> ordered = steps.stream().sorted(Comparator.comparingLong(step -> step.part.logId)).toList();
    DurableWaiter waiter = null;
    boolean isStored = false;
    int locked = 0;
    try {
      for (; locked < ordered.size(); locked++) ordered.get(locked).log().lock();
      isStored = findStored();
      if (!isStored) waiter = append(ordered, level);
    } finally {
      for (int i = locked - 1; i >= 0; i--) ordered.get(i).log().unlock();
    }
    if (isStored) return steps.stream().map(step -> receiptOfStored(step, level)).toList();
    if (waiter != null) {
      writers.journal().requestForce();
      writers.await(waiter, Where.channel(Journal.LOG_NAME));
    }
    return steps.stream().map(Step::receipt).toList();
  }

  private void requireRoom() {
    long total = 0;
    for (Step step : steps) {
      total += step.bytes;
      if (total > Limits.TRANSACTION_BYTES_MAX)
        throw new StorageException.TooLarge(step.log().nextPlace(), "frame bytes of a commit over several logs", total,
            Limits.TRANSACTION_BYTES_MAX);
    }
  }

  private @Nullable DurableWaiter append(List<Step> ordered, Level level) {
    for (Step step : ordered) step.log().admit(step.part.expectedNextSeq);
    for (Step step : ordered) if (step.part.condition != null) step.part.condition.accept(step.log().tipSeq());
    for (Step step : ordered) step.receipt = step.part.batch.isEmpty() ? standing(step) : place(step, level);
    return places.isEmpty() ? null : commit(level);
  }

  /// Whether the commit is stored already. Nothing is expected of the logs then: they have moved since.
  private boolean findStored() {
    Step known = null;
    boolean isNew = false;
    for (Step step : steps) {
      OnceBatch events = step.once;
      if (events == null) continue;
      step.stored = step.log().storedReceipts().find(events);
      if (step.stored == null) isNew = true;
      else
        known = step;
    }
    if (known == null) return false;
    if (isNew)
      throw StorageException.Conflict.partlyStored(known.log().nextPlace(),
          Objects.requireNonNull(known.once).events().getLast().toString(),
          Objects.requireNonNull(known.stored).lastSeq());
    return true;
  }

  /// Without the locks: waits until what was stored before has reached the level.
  private Receipt receiptOfStored(Step step, Level level) {
    Stored stored = step.stored;
    return stored == null ? standing(step) : step.log().storedReceipts().of(stored, level);
  }

  private Receipt standing(Step step) {
    Position tip = step.log().tip();
    return new Receipt(tip.epoch(), tip.seq(), 0, 0, writers.reached(Level.OS), 1);
  }

  private Receipt place(Step step, Level level) {
    Participant.Place place = step.log().participant().place(step.part.batch, (int) step.bytes, step.once);
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
        for (Step step : steps) step.log().fail(new StorageException.NotDurable(step.log().nextPlace(), t));
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
