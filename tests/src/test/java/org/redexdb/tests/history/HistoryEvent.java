// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Level;

/// What clients of one store did, were told and saw, in the order in which it happened. Channels are told apart by their
/// UUID, as a name may be used again.
sealed interface HistoryEvent {
  /// An event as a client hands it over. No two of one history have the same number.
  ///
  /// @param key null for none
  record Handed(long number, @Nullable String key, boolean tombstone) {}

  /// An event as a reader saw it.
  ///
  /// @param number of the event that was handed over; -1 when the bytes are nobody's
  record Seen(long seq, int epoch, long ts, long number, @Nullable String key, boolean tombstone) {}

  /// What must be so for an append to happen.
  sealed interface Condition {
    record None() implements Condition {}

    record NextSeq(long seq) implements Condition {}

    record KeyVersion(String key, long seq) implements Condition {}
  }

  /// What an append hands to one channel.
  ///
  /// @param events empty when only the condition is stated
  record Part(UUID channel, List<Handed> events, Condition condition) {}

  /// Where the events of one part are.
  ///
  /// @param epoch 0 when the client was not told
  /// @param ts append time, [Long#MIN_VALUE] when the client was not told
  record Place(UUID channel, long firstSeq, int count, int epoch, long ts) {}

  /// How an append ended, for the client.
  sealed interface Outcome {
    record Acknowledged(List<Place> places, Level level) implements Outcome {}

    /// Nothing of it is in a log, nor ever will be.
    record Refused(String why) implements Outcome {}

    /// A condition does not hold.
    ///
    /// @param found what is so instead
    record Conflict(long expected, long found) implements Outcome {}

    /// It can be read, and is not durable.
    record InLog(String why) implements Outcome {}

    /// All of it is there, or nothing.
    record Unknown(String why) implements Outcome {}
  }

  /// Who looks.
  ///
  /// @param writing whether it is the process that writes, which sees everything at once
  record Reader(String name, boolean writing) {}

  /// How a writing process ended.
  enum End { CLOSED, CLOSED_WITH_ERROR, KILLED, POWER_CUT }

  // ---- the store

  /// A writer has opened the store and finds these channels, by UUID.
  record Opened(Map<UUID, String> channels) implements HistoryEvent {}

  /// All that the channel holds, seen by a writer that has just opened it.
  record Found(UUID channel, long firstSeq, long nextSeq, List<Seen> events, long durableSeq) implements HistoryEvent {}

  /// The writer has looked at every channel.
  record Settled() implements HistoryEvent {}

  record Ended(End how) implements HistoryEvent {}

  /// The wall clock was set.
  record ClockSet(long byNanos) implements HistoryEvent {}

  // ---- channels

  /// @param maxEvents limit of retention, 0 for none, -1 when it is of another kind
  record Created(UUID channel, String name, long maxEvents) implements HistoryEvent {}

  record MaybeCreated(String name, long maxEvents) implements HistoryEvent {}

  record Dropped(UUID channel) implements HistoryEvent {}

  record MaybeDropped(UUID channel) implements HistoryEvent {}

  // ---- appends

  /// @param parts of different channels; more than one make a transaction
  record Invoked(int call, List<Part> parts, Level level) implements HistoryEvent {}

  /// An append that goes on can be read.
  record Published(int call, Place place) implements HistoryEvent {}

  record Returned(int call, Outcome outcome) implements HistoryEvent {}

  /// A force returned; `nextSeq` was the next one when it was called.
  record Forced(UUID channel, long nextSeq) implements HistoryEvent {}

  // ---- trims

  /// @param asked seq before which events were to go, -1 for what retention says
  record Trimming(UUID channel, long asked) implements HistoryEvent {}

  record Trimmed(UUID channel, long before, long after) implements HistoryEvent {}

  record Pinned(UUID channel, int pin, long seq) implements HistoryEvent {}

  record Unpinned(UUID channel, int pin) implements HistoryEvent {}

  // ---- reads

  /// @param lastSeq last readable event, -1 for none
  /// @param epoch of that event, 0 for none
  record Bounds(Reader reader, UUID channel, long firstSeq, long lastSeq, int epoch,
      long durableSeq) implements HistoryEvent {}

  /// An event that somebody saw who did not ask for any range.
  record Glimpsed(UUID channel, Seen event) implements HistoryEvent {}

  /// A scan of `[from, to)` that went to its end, in the order in which the events came.
  record Scanned(Reader reader, UUID channel, boolean durable, long from, long to, boolean backward,
      List<Seen> events) implements HistoryEvent {}

  /// As above, of the events with a key.
  record KeyScanned(Reader reader, UUID channel, String key, long from, long to, boolean backward,
      List<Seen> events) implements HistoryEvent {}

  /// @param version last seq of the key, -1 for none
  /// @param latest that event if it is no tombstone, else null
  record KeyAsked(Reader reader, UUID channel, String key, long version,
      @Nullable Seen latest) implements HistoryEvent {}

  /// The first seq at or after an append time.
  record TimeAsked(Reader reader, UUID channel, long epochNanos, long seq) implements HistoryEvent {}

  /// Tips of several channels at one moment.
  record TipsSeen(Reader reader, Map<UUID, Long> tips) implements HistoryEvent {}

  // ---- tails

  record TailOpened(Reader reader, int tail, UUID channel, long from, boolean durable) implements HistoryEvent {}

  /// @param event null when there was none
  record TailPolled(int tail, @Nullable Seen event) implements HistoryEvent {}

  record TailLagged(int tail, long needed, long first) implements HistoryEvent {}
}
