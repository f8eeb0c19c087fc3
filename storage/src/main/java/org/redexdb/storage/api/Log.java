// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// One append-only stream of frames on disk. Events are numbered from 0 without gaps.
///
/// Thread-safe. No call is affected by the interrupt of another caller; an interrupted waiter gets
/// [StorageException.Interrupted] and the log goes on.
public interface Log {
  /// Number of the log in its store, stable for ever.
  long id();

  /// Name it was created under.
  String name();

  UUID uuid();

  /// Full size of its segments.
  long segmentBytes();

  /// What the layer above left in its segments, see [LogOptions#note].
  String note();

  /// Any seq is acceptable, for `expectedNextSeq`.
  long ANY_SEQ = -1;

  /// Appends one event.
  ///
  /// @param metadata encoded metadata, empty for none
  /// @param expectedNextSeq seq this event must get, or [#ANY_SEQ]
  /// @return when `ack` is reached; events are readable earlier, as soon as they are published
  /// @throws StorageException.Conflict when the next seq is another; nothing was appended
  /// @throws StorageException.TooLarge nothing was appended
  /// @throws StorageException.DiskFull nothing was appended, unless it says otherwise ([StorageException.DiskFull#inLog])
  /// @throws StorageException.NotDurable appended, outcome unknown
  Receipt append(PayloadCodec codec, byte[] metadata, byte[] payload, int offset, int length, long expectedNextSeq,
      Ack ack);

  /// Appends all events of a batch or none, also across a crash, and publishes them in one step. Errors as above.
  ///
  /// Of a batch whose events are stored once ([FrameBatch#once]), and are stored, nothing is appended or expected: the answer
  /// is the first receipt, when that has reached `ack`.
  ///
  /// @throws IllegalArgumentException for an empty batch
  Receipt append(FrameBatch batch, long expectedNextSeq, Ack ack);

  /// As [#append] of a batch, when the last event with this key is the one at `keySeq`.
  ///
  /// @param key UTF-8, as it is stored in metadata
  /// @param keySeq seq of that event, -1 when no readable event has the key
  /// @throws StorageException.Conflict it is another; nothing was appended
  Receipt append(FrameBatch batch, byte[] key, long keySeq, Ack ack);

  /// As [#append] of one event at any seq, without a receipt: it makes no garbage.
  ///
  /// @return the event's seq
  long put(PayloadCodec codec, byte[] metadata, byte[] payload, int offset, int length, Ack ack);

  /// As [#append] of a batch, and returns when it is published: the receipt follows when `ack` is reached. Any number may be in
  /// flight. What needs waiting before the batch can be published (a block, a segment) is waited for in this call.
  ///
  /// @return completed by a thread of the common pool, exceptionally with what [#append] would throw after publication
  /// @throws StorageException what [#append] would throw before it: nothing was appended
  CompletableFuture<Receipt> appendAsync(FrameBatch batch, long expectedNextSeq, Ack ack);

  /// Returns when every event appended before this call is on the device.
  void force();

  /// Last published event, [Position#NONE] when there is none yet.
  Position tip();

  /// Whether the event at `position` was appended to this log and is still part of its history. An event that was removed
  /// is taken for it, as nothing tells any more.
  ///
  /// @return false in a log that another process writes, when its event was not seen yet
  /// @throws StorageException.Diverged another event has its place, or there is none any more: a power cut took it
  boolean contains(Position position);

  /// Oldest readable seq.
  long firstSeq();

  /// Last seq known to be on the device, -1 for none. Never above the tip; in a store in memory always the tip, as events
  /// get no further there.
  long durableSeq();

  /// Reads `[from, to)` cut to what is readable at the moment of the call; later appends are not seen. Throws
  /// [StorageException.Lagged] where it comes to events that were removed meanwhile.
  FrameReader reader(long from, long to);

  /// As [#reader], from the newest event to the oldest: each block is a run of consecutive events, ascending, and the next
  /// block holds those before them.
  FrameReader backwardReader(long from, long to);

  /// Reads the events with this key in `[from, to)`, cut to what is readable at the moment of the call, in seq order: one
  /// in each block. Throws [StorageException.Lagged] where it comes to events that were removed meanwhile, whether or not one
  /// of them had the key.
  ///
  /// @param key UTF-8, as it is stored in metadata
  FrameReader keyReader(byte[] key, long from, long to);

  /// As above, the last event first.
  FrameReader keyReaderBackward(byte[] key, long from, long to);

  /// Reads one event into `block`.
  ///
  /// @return false when `seq` is not readable (removed, lost in a repair, or not yet appended)
  boolean read(long seq, FrameBlock block);

  /// End (exclusive) of the longest prefix whose greatest append time is not after `epochNanos`; what `AS OF TIMESTAMP`
  /// means. Equals [#firstSeq] when no event qualifies.
  long endOfPrefixAt(long epochNanos);

  /// Removes the events before `beforeSeq`, at most all there are. They can no longer be read when this returns, nor ever
  /// again: that is on the device. Whole segments of them give their room back; a pin is never passed.
  ///
  /// @return what was done, and what stood in the way
  /// @throws StorageException.NotDurable the events can no longer be read, but may be there when the store is opened again
  /// @throws StorageException.DiskFull as above
  Trimmed trim(long beforeSeq);

  /// What the log keeps from now on, in this open store: about once a second one of the store's threads removes what is over
  /// the limits. That is stored, but forced only before files go.
  void retain(Retention limits);

  /// Within which limits events that nobody waits for get to the device from now on, in this open store.
  void pace(Fsync limits);

  /// Removes what is over the limits now, as [#trim].
  Trimmed applyRetention();

  /// Keeps the events from `fromSeq` on, or from the first one there, until the pin is closed.
  Pin pin(long fromSeq);

  /// Parks until the tip passes `seq` or the time is over.
  ///
  /// @return whether the tip is greater than `seq`
  /// @throws StorageException.Closed the log was closed, before or meanwhile, and `seq` is still the tip
  boolean awaitBeyond(long seq, Duration timeout) throws InterruptedException;

  /// As above, for [#durableSeq].
  boolean awaitDurableBeyond(long seq, Duration timeout) throws InterruptedException;

  /// Events that cannot be read, by ascending seq: damaged ones as far as they have been met (at opening, by a reader or a
  /// verification), and all that a repair has recorded as lost.
  List<DamagedRange> damage();

  LogStatus status();
}
