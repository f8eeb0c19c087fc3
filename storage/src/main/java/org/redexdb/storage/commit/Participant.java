// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.InLog;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.journal.JournalImage;
import org.redexdb.storage.once.OnceBatch;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.Segment;

/// One log's side of commits over several logs: finds a place for its frames, says what else the record must hold so that
/// they can be laid on after a crash, and puts them there once the record decides so.
///
/// Under the log's lock, but for [#durable] and [#checkpoint].
final class Participant {
  /// Undurable events before a commit that its record takes along; more are forced first.
  static final int EARLIER_BYTES_MAX = 64 << 10;

  private final long logId;
  private final LogWriter log;
  private final LogEnd end;
  private final Tip tip;
  private final Chain chain;
  private final Durability durability;
  private final boolean journaled;
  /// Every event up to here is on the device, or in the journal behind one that is.
  private long coveredSeq;
  /// Segment whose name and header are known to be on the device.
  private Segment established;

  /// @param journaled whether records are kept at all; not where nothing outlives the process
  Participant(long logId, LogWriter log, LogEnd end, Tip tip, Chain chain, Durability durability, boolean journaled) {
    this.logId = logId;
    this.log = log;
    this.end = end;
    this.tip = tip;
    this.chain = chain;
    this.durability = durability;
    this.journaled = journaled;
    this.coveredSeq = tip.seq();
    this.established = end.active();
  }

  /// Where the frames of one commit go in one log.
  ///
  /// @param ts append time
  /// @param frames complete, with flag TX
  /// @param link for frames that find no block; made before the commit so that nothing can fail after it
  /// @param image what the record says of this log
  /// @param once what the events are told by when they are stored once, else null
  record Place(Participant participant, int count, long lastSeq, long ts, byte[] frames, Staged link,
      JournalImage image, @Nullable OnceBatch once) {}

  /// Finds the place. What it does to the log is invisible and may be left at that: a roll, a force.
  ///
  /// @param size bytes of the batch's frames
  /// @param once what the events are told by when they are stored once, else null
  /// @throws StorageException nothing was appended
  Place place(FrameBatch batch, int size, @Nullable OnceBatch once) {
    if (once != null) end.expectOnce(once.count());
    end.makeRoomInSegment(size);
    long first = tip.nextSeq();
    // Read once: it moves when another thread forces meanwhile, and the image must say what it begins with.
    long covered = Math.max(coveredSeq, durability.durableSeq());
    byte[] earlier = journaled ? earlierFrames(covered + 1) : new byte[0];
    end.lendBlockIfFree(size);
    long last = first + batch.count() - 1;
    long ts = log.nextTs();
    byte[] frames = end.encode(batch, size, first, ts, Frames.FLAG_TX);
    Segment segment = end.active();
    long offset = end.offset();
    byte[] both = Arrays.copyOf(earlier, earlier.length + frames.length);
    System.arraycopy(frames, 0, both, earlier.length, frames.length);
    var image = new JournalImage(logId, segment.uuid(), offset - earlier.length,
        earlier.length == 0 ? first : covered + 1, first, last, both);
    return new Place(this, batch.count(), last, ts, frames, Staged.frames(segment, offset, frames), image,
        once);
  }

  /// The events from `from` on, which are neither on the device nor in the journal yet, when they are few and in the
  /// segment to come; others are forced. The segment's file is there afterwards.
  private byte[] earlierFrames(long from) {
    Segment active = end.active();
    long bytes = from == tip.nextSeq() ? 0 : from < active.baseSeq() ? Long.MAX_VALUE : end.offset() - end.offset(from);
    if (bytes > EARLIER_BYTES_MAX) {
      forceEarlier();
      bytes = 0;
    }
    if (established != active) {
      durability.establish(active);
      established = active;
    }
    var earlier = new byte[(int) bytes];
    long start = end.offset() - bytes;
    for (int at = 0; at < earlier.length;)
      at += chain.copyOut(active, start + at, earlier, at, earlier.length - at);
    return earlier;
  }

  /// What fails here is told of the commit, of which nothing has happened.
  private void forceEarlier() {
    try {
      log.force();
    } catch (StorageException.DiskFull e) {
      throw Trouble.fresh(e, tip.nextPlace());
    } catch (StorageException.Interrupted e) {
      throw new StorageException.Interrupted(tip.nextPlace(), "forcing what was appended before a commit", InLog.NO);
    }
  }

  /// Puts the frames where they were to go. The record is written.
  ///
  /// @param record of the journal that decides about them, -1 for none
  void put(Place place, long record) {
    if (record >= 0) durability.decidedBy(record);
    end.put(place);
    OnceBatch once = place.once;
    if (once != null) end.putOnce(once, place.lastSeq - place.count + 1, place.ts);
    coveredSeq = place.lastSeq;
  }

  long logId() { return logId; }

  void publish(Place place) { log.publish(place.lastSeq); }

  /// The record is on the device, and with it the events up to here. Any thread.
  void durable(long seq) { durability.raise(seq); }

  /// Makes the log do without the journal. On a thread of the store.
  ///
  /// @return whether everything published is in the segments for good
  boolean checkpoint() { return durability.checkpoint(); }
}
