// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.DamagedRange;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Pin;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.Trimmed;

/// A named, append-only sequence of events, numbered from 0 without gaps.
///
/// Thread-safe. Appends return when the channel's acknowledgement level (or the one given) is reached; errors are those
/// of [org.redexdb.storage.api.Log#append]. An event that is to be stored once ([Event#isOnce]) and is there already is not
/// appended again: the answer is the receipt of its first copy.
public interface Channel {
  String name();

  /// Identity of this incarnation of the name: a channel dropped and created anew has another.
  UUID uuid();

  ChannelOptions options();

  /// Appends bytes as they are, without looking at them.
  Receipt append(byte[] payload);

  /// Appends text; in a JSON channel it must be one valid JSON value.
  ///
  /// @throws ChannelException.InvalidPayload it is not; nothing was appended
  /// @throws ChannelException.InvalidText it holds half of a surrogate pair; nothing was appended
  Receipt append(String text);

  Receipt append(Event event);

  Receipt append(Event event, Ack ack);

  /// Appends without waiting for the disk: returns when the event can be read, and the receipt follows when the channel's
  /// acknowledgement level is reached. Any number of appends may be in flight; their events are in the order of the calls.
  ///
  /// @return completed by a thread of the common pool; exceptionally when the event is in the channel but could not be made
  ///           durable
  /// @throws org.redexdb.storage.api.StorageException nothing was appended
  CompletableFuture<Receipt> appendAsync(Event event);

  /// As above, until `ack` is reached.
  CompletableFuture<Receipt> appendAsync(Event event, Ack ack);

  /// Appends all events or none; they get contiguous seqs and share one append time.
  Receipt appendBatch(List<Event> events);

  Receipt appendBatch(List<Event> events, Ack ack);

  /// Appends when the next seq is the expected one.
  ///
  /// @throws org.redexdb.storage.api.StorageException.Conflict it is another; nothing was appended
  Receipt appendExpecting(long expectedNextSeq, List<Event> events, Ack ack);

  /// Appends when the condition holds.
  ///
  /// @throws org.redexdb.storage.api.StorageException.Conflict it does not; nothing was appended
  Receipt append(Event event, AppendCondition condition, Ack ack);

  /// As above, all events or none.
  Receipt appendBatch(List<Event> events, AppendCondition condition, Ack ack);

  /// For a thread that appends much: like [#append], with seqs in place of receipts. Of the channel's acknowledgement level.
  Appender appender();

  Appender appender(Ack ack);

  /// The event at `seq`, or empty when it is not there (removed, lost in a repair, or not yet appended).
  Optional<StoredEvent> read(long seq);

  /// Reads what is there now, cut to `range`.
  EventCursor scan(SeqRange range);

  /// Reads what is there now, cut to `range`, from the newest event to the oldest. Takes the memory of one block, whatever
  /// the range, and reads on only as far as it is asked. The range is the same as for [#scan]: only the order is another,
  /// so the name says it, and no argument.
  ///
  /// @return its [EventCursor#next] throws [org.redexdb.storage.api.StorageException.Lagged] when the next event was
  ///   removed by retention meanwhile
  EventCursor scanBackward(SeqRange range);

  /// As above, of what `level` lets be seen.
  default EventCursor scan(SeqRange range, ReadLevel level) { return scan(level.cut(range, this)); }

  /// As above, of what `level` lets be seen.
  default EventCursor scanBackward(SeqRange range, ReadLevel level) { return scanBackward(level.cut(range, this)); }

  /// Looks at what is there now, cut to `range`, where it was read: as [#scan], without a copy or an object for each event.
  EventView view(SeqRange range);

  /// As above, of what `level` lets be seen.
  default EventView view(SeqRange range, ReadLevel level) { return view(level.cut(range, this)); }

  /// Reads the events with this key that are there now, tombstones among them, without reading the others.
  EventCursor scanKey(String key, SeqRange range);

  /// As above, the last one first.
  EventCursor scanKeyBackward(String key, SeqRange range);

  /// The last event with this key; empty when there is none, or when it is a tombstone.
  Optional<StoredEvent> latest(String key);

  /// Seq of the last event with this key, a tombstone or not; -1 when there is none. For [AppendCondition#keyAtVersion].
  long keyVersion(String key);

  /// Follows the channel from `fromSeq` on, which may lie in the future.
  default Tail tail(long fromSeq) { return tail(fromSeq, ReadLevel.TIP); }

  /// As above, with what `level` lets be seen: at [ReadLevel#DURABLE] an event comes when it is on disk.
  Tail tail(long fromSeq, ReadLevel level);

  /// Follows the channel behind `position`, which this process or another may have kept since an earlier opening: that of the
  /// last event dealt with, or [Position#NONE] to begin with the first.
  ///
  /// @return its polls throw [org.redexdb.storage.api.StorageException.Diverged] when that event is no longer part of the
  ///           channel, because a power cut took it, and perhaps others were appended in its place
  /// @throws org.redexdb.storage.api.StorageException.Diverged as above, when that is known already
  default Tail tailAfter(Position position) { return tailAfter(position, ReadLevel.TIP); }

  /// As above, with what `level` lets be seen.
  Tail tailAfter(Position position, ReadLevel level);

  /// Whether the event at `position` was appended to this channel and is still part of its history. One that was removed
  /// by retention is taken for it, as nothing tells any more.
  ///
  /// @return false in a channel that another process writes, when its event was not seen yet
  /// @throws org.redexdb.storage.api.StorageException.Diverged another event has its place, or there is none any more;
  ///           [org.redexdb.storage.api.StorageException.Diverged#lastCommonSeq] says up to where the histories are one
  boolean contains(Position position);

  /// The channel from `fromSeq` on as a stream that is asked for: what is stored and then what is appended, to any number of
  /// subscribers, each on its own and from `fromSeq`.
  ///
  /// A subscriber gets as many events as it has requested, one after the other, in seq order. It is read for when it asks;
  /// of what it has not asked for at most one block is in memory. However slow it is, appends and other subscribers do not
  /// wait for it.
  ///
  /// The stream has no end. It fails, with what a [Tail] would throw, when events are damaged, when retention has removed
  /// the next one, and with [org.redexdb.storage.api.StorageException.Closed] when the store is closed or the channel dropped.
  /// A subscription that is no longer wanted must be cancelled. A subscriber that throws is cancelled by that; what it threw
  /// goes to the thread's handler of uncaught exceptions.
  default Flow.Publisher<StoredEvent> publisher(long fromSeq) { return publisher(fromSeq, ReadLevel.TIP); }

  /// As above, with what `level` lets be seen. Each subscriber is called on a virtual thread of its own.
  Flow.Publisher<StoredEvent> publisher(long fromSeq, ReadLevel level);

  /// As above. Subscribers are called on threads of `executor`: a subscriber takes one while it has requested events that it
  /// did not get yet, also while there are none to give, so that a pool needs as many threads as it has subscribers.
  Flow.Publisher<StoredEvent> publisher(long fromSeq, ReadLevel level, Executor executor);

  /// This channel with payloads that are values of the program.
  ///
  /// @throws IllegalArgumentException the mapper is for payloads of another codec
  default <T> TypedChannel<T> typed(PayloadMapper<T> mapper) { return new TypedChannel<>(this, mapper); }

  /// Returns when every event appended before this call is on disk.
  void force();

  /// Last readable event, [Position#NONE] when there is none.
  Position tip();

  /// Seq the next append gets.
  long nextSeq();

  /// Oldest readable seq.
  long firstSeq();

  /// Last seq known to be on disk, -1 for none; in a store in memory the last there is, as events get no further there.
  long durableSeq();

  /// The scan port for query engines: raw frames of `[range.from, range.to)` cut to what is readable now.
  FrameReader frames(SeqRange range);

  /// As above, cut to what `level` lets be seen.
  default FrameReader frames(SeqRange range, ReadLevel level) { return frames(level.cut(range, this)); }

  /// End (exclusive) of what `AS OF TIMESTAMP` means for this time in nanoseconds since the epoch.
  long endOfPrefixAt(long epochNanos);

  /// First seq whose append time is at or after this time in nanoseconds since the epoch, the next seq when there is none.
  /// Every event before it was appended earlier.
  ///
  /// Append times are what the writer's wall clock said. One that is set back by less than a minute does not show: times
  /// go on by a nanosecond an append until it has caught up. After a larger step back later events have earlier times,
  /// and what counts is the greatest time so far: the seq is where that first reaches the time given, and behind it there
  /// may be events that are earlier again.
  default long seqAt(long epochNanos) {
    return epochNanos == Long.MIN_VALUE ? firstSeq() : endOfPrefixAt(epochNanos - 1);
  }

  default long seqAt(Instant time) { return seqAt(TimeRange.nanos(time)); }

  /// The events appended in `time`: from the first at or after its beginning to before the first at or after its end. See
  /// [#seqAt] for clocks that were set back: no event before the range is of that time, and none in it is of a later one.
  default SeqRange appendedIn(TimeRange time) {
    long from = seqAt(time.fromNanos()); // first: the end of a channel that grows must not come before the beginning
    return time.isEndless() ? SeqRange.from(from) : new SeqRange(from, Math.max(from, seqAt(time.toNanos())));
  }

  /// Those events of `range` whose event time, which is the producer's account of when it happened, is in `time`; by seq,
  /// as the event times themselves have no order. Events without one are left out.
  ///
  /// Reads all of `range` and drops what does not fit: there is no index of event times. Where it is known when such events
  /// were appended, [#appendedIn] makes a range that is less to read.
  default EventCursor scanByEventTime(SeqRange range, TimeRange time) {
    return new EventTimeCursor(scan(range), time);
  }

  /// As above, over everything there is.
  default EventCursor scanByEventTime(TimeRange time) { return scanByEventTime(SeqRange.ALL, time); }

  /// Removes the events before `beforeSeq`; they never come back. Whole segment files of them are deleted.
  ///
  /// @return what was done, and what stood in the way
  Trimmed trim(long beforeSeq);

  /// Removes what is over the limits of the channel's [ChannelOptions#retention] now, as [#trim]. While the store is open
  /// for writing that happens about once a second by itself.
  Trimmed applyRetention();

  /// Keeps the events from `fromSeq` on, or from the first one there, until the pin is closed: no trim passes it.
  Pin pin(long fromSeq);

  /// A fact about the channel that a higher layer keeps in the catalog (a declared schema, known fields), as JSON.
  Optional<String> attribute(String name);

  /// Sets such a fact; durable when this returns.
  void attribute(String name, String json);

  /// Events that cannot be read, by ascending seq. Damaged ones are those met so far, at opening, by a reader or by a
  /// verification: reading one throws [org.redexdb.storage.api.StorageException.Corrupt], each time, and its
  /// `readableFrom()` says where to go on. Lost ones were given up by a repair: they keep their seqs, readers pass over
  /// them, and they stay listed here.
  List<DamagedRange> damage();

  ChannelStatus status();
}
