// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Receipt;

/// A named, append-only sequence of events, numbered from 0 without gaps.
///
/// Thread-safe. Appends return when the channel's acknowledgement level (or the one given) is reached; errors are those
/// of [org.redexdb.storage.api.Log#append].
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

  /// The event at `seq`, or empty when it is not there (removed, or not yet appended).
  Optional<StoredEvent> read(long seq);

  /// Reads what is there now, cut to `range`.
  EventCursor scan(SeqRange range);

  /// Reads the events with this key that are there now, tombstones among them, without reading the others.
  EventCursor scanKey(String key, SeqRange range);

  /// As above, the last one first.
  EventCursor scanKeyBackward(String key, SeqRange range);

  /// The last event with this key; empty when there is none, or when it is a tombstone.
  Optional<StoredEvent> latest(String key);

  /// Seq of the last event with this key, a tombstone or not; -1 when there is none. For [AppendCondition#keyAtVersion].
  long keyVersion(String key);

  /// Follows the channel from `fromSeq` on, which may lie in the future.
  Tail tail(long fromSeq);

  /// Returns when every event appended before this call is on disk.
  void force();

  /// Last readable event, [Position#NONE] when there is none.
  Position tip();

  /// Seq the next append gets.
  long nextSeq();

  /// Oldest readable seq.
  long firstSeq();

  /// Last seq known to be on disk, -1 for none.
  long durableSeq();

  /// The scan port for query engines: raw frames of `[range.from, range.to)` cut to what is readable now.
  FrameReader frames(SeqRange range);

  /// End (exclusive) of what `AS OF TIMESTAMP` means for this time in nanoseconds since the epoch.
  long endOfPrefixAt(long epochNanos);

  /// A fact about the channel that a higher layer keeps in the catalog (a declared schema, known fields), as JSON.
  Optional<String> attribute(String name);

  /// Sets such a fact; durable when this returns.
  void attribute(String name, String json);

  ChannelStatus status();
}
