// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.fault.Faults;
import org.redexdb.storage.journal.JournalImage;

/// The journal of a store at work: takes records of commits over several logs, tells when they are durable, and gives them
/// up when the logs no longer need them. Its log is made for the first record. See docs/adr/0009
///
/// Threading: records come from committing threads that hold the locks of their logs; the journal's own log lock is taken
/// last. Outcomes are settled by whichever thread of the store forced the journal.
public final class Journal {
  /// Log id of the journal, in its segments and in front blocks; no log of the store has it.
  public static final long LOG_ID = -1;
  public static final String LOG_NAME = "$journal";
  private static final byte[] NO_METADATA = new byte[0];

  /// Makes the log for the records, on a thread of the store: folder and first segment are on the device afterwards, and
  /// the next open knows that there is one.
  public interface Maker {
    LogWriter make() throws IOException;
  }

  private final Writers writers;
  private final Object making = new Object();
  private final Queue<Decision> undecided = new ArrayDeque<>();
  private final Set<Participant> participants = ConcurrentHashMap.newKeySet();
  /// Commits between their record and their frames. No force of the logs covers those frames, so the record stays.
  private final Set<Placing> placing = ConcurrentHashMap.newKeySet();
  private @Nullable Maker maker;
  private volatile @Nullable LogWriter log;

  Journal(Writers writers) { this.writers = writers; }

  /// A record that is not known to be durable yet, and who has to hear of it.
  ///
  /// @param record seq of its last event in the journal
  /// @param waiter who waits for the commit to be durable, null when nobody does
  private record Decision(long record, List<Named> logs, @Nullable DurableWaiter waiter) {}

  /// What a commit reached in one log.
  private record Named(Participant participant, long lastSeq) {}

  /// A commit whose frames are not all in their logs.
  static final class Placing {
    /// Its record has this seq or a greater one.
    final long firstRecord;
    /// Then no record is written.
    final boolean journalBroken;

    Placing(long firstRecord, boolean journalBroken) {
      this.firstRecord = firstRecord;
      this.journalBroken = journalBroken;
    }
  }

  /// Before the first commit.
  public void makeWith(Maker newMaker) { maker = newMaker; }

  /// The log of the records, null when there never was one.
  public @Nullable LogWriter log() { return log; }

  // ---- for who commits

  /// What the record of a commit holds.
  static FrameBatch record(List<Participant.Place> places) {
    int bytes = 0;
    for (Participant.Place place : places) bytes += place.image().frames().length + 2 * JournalImage.HEADER_BYTES;
    var record = new FrameBatch(Where.channel(LOG_NAME), bytes);
    for (Participant.Place place : places)
      for (byte[] part : place.image().parts()) record.add(PayloadCodec.BYTES, NO_METADATA, part, 0, part.length);
    return record;
  }

  /// Before the record is appended; [#placed] has to follow, unless the frames never get into their logs.
  Placing place() {
    LogWriter open = open();
    var started = new Placing(open.tipSeq() + 1, open.trouble() instanceof StorageException.NotDurable);
    placing.add(started);
    return started;
  }

  /// The frames are in their logs and the tips moved, or there is no record.
  void placed(Placing done) { placing.remove(done); }

  /// Whether a commit that failed may have its record: the journal was appended to, or a write of it failed and nobody
  /// knows how much of it is in the file. A full disk and other refusals leave none.
  boolean mayHaveRecord(Placing started, Throwable why) {
    if (why instanceof StorageException) return why instanceof StorageException.NotDurable && !started.journalBroken;
    return open().tipSeq() >= started.firstRecord || open().leftSomething();
  }

  /// Appends the record of a commit: from here on it has happened, in the sense of level `OS`.
  ///
  /// @return seq of the record
  /// @throws StorageException the commit has not happened
  long append(FrameBatch record) { return open().appendWithoutBlock(record); }

  /// After the frames are in their logs.
  ///
  /// @return who waits until the record is durable, when `durably`
  @Nullable
  DurableWaiter decided(long record, List<Participant.Place> places, boolean durably) {
    var waiter = durably ? new DurableWaiter(record, Thread.currentThread()) : null;
    var logs = new ArrayList<Named>(places.size());
    for (Participant.Place place : places) {
      logs.add(new Named(place.participant(), place.lastSeq()));
      participants.add(place.participant());
    }
    synchronized (undecided) {
      undecided.add(new Decision(record, logs, waiter));
    }
    return waiter;
  }

  void requestForce() {
    LogWriter open = log;
    if (open != null) writers.committer().request(open.durability());
  }

  private LogWriter open() {
    LogWriter open = log;
    if (open != null) return open;
    synchronized (making) {
      open = log;
      if (open != null) return open;
      Maker how = maker;
      if (how == null) throw new IllegalStateException("this store makes no journal");
      try {
        LogWriter made = writers.crew().call(how::make);
        made.durability().afterForce(this::settle);
        log = made;
        return made;
      } catch (IOException e) {
        throw Faults.typed(e, Where.channel(LOG_NAME), "creating the journal");
      }
    }
  }

  // ---- for the store's threads

  /// Makes a record durable. Called with the force lock of a log that it names, never of the journal itself.
  ///
  /// @return null when it is, else why not
  @Nullable
  StorageException force(long record) {
    LogWriter open = log;
    if (open == null || record <= open.durableSeq()) return null;
    while (true) {
      open.durability().commit();
      if (record <= open.durableSeq()) return null;
      StorageException why = open.fault();
      if (why != null) return why;
      // The disk was full during the commit and no longer is.
    }
  }

  /// Why a record is not durable, null when it is or nothing is known against it.
  @Nullable
  StorageException why(long record) {
    LogWriter open = log;
    return open == null || record <= open.durableSeq() ? null : open.fault();
  }

  /// Tells who waits for records what has become of them. On a full disk the records stay, and only those who wait hear.
  private void settle() {
    LogWriter open = log;
    if (open == null) return;
    synchronized (undecided) {
      long durable = open.durableSeq();
      for (Decision first = undecided.peek(); first != null && first.record <= durable; first = undecided.peek()) {
        undecided.remove();
        for (Named reached : first.logs) reached.participant.durable(reached.lastSeq);
        if (first.waiter != null) first.waiter.settle(null);
      }
      StorageException why = open.fault();
      boolean anyWaits = false;
      for (Decision left : undecided) {
        if (left.waiter == null || left.waiter.isSettled()) continue;
        if (why != null) left.waiter.settle(why);
        else
          anyWaits = true;
      }
      // Came during this force; or it met a full disk that no longer is: who waits has been told nothing then.
      if (anyWaits) writers.committer().request(open.durability());
    }
  }

  /// Whether there are sealed segments to give up.
  boolean mayShrink() {
    LogWriter open = log;
    return open != null && open.durability().hasSealed();
  }

  /// Gives sealed segments up, after everything their records decide is in its log for good. What cannot be forced now is
  /// tried again when the journal rolls.
  void checkpoint() {
    LogWriter open = log;
    if (open == null) return;
    // In this order: a commit that is not seen here appends its record behind the sealed segments, or has placed its
    // frames already, and the forces below cover them.
    long end = open.durability().sealedEnd();
    for (Placing under : placing) end = Math.min(end, under.firstRecord);
    for (Participant participant : participants) if (!participant.checkpoint()) return;
    open.durability().giveUpBefore(end);
  }

  void forget(LogWriter gone) { participants.remove(gone.participant()); }
}
