// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// What this process has done to a log since it opened it. Every number grows only, so that a difference of two looks is what
/// happened between them; each is read for itself, so the numbers of one look are not of one moment.
///
/// @param appendedEvents events published
/// @param writtenBytes bytes written to segment files for them, with the frames that end a segment
///          and zeros
/// @param forces flushes that made events durable, counted before who waits for them is woken. One that found them durable
///          already, or failed, is not counted
/// @param forcedEvents events that these made durable: divided by their number, the size of a group commit
/// @param rolls goings on in a new segment; the time is what the append waited
/// @param stalls waits of appends, before their events were published, for a block of the front, a segment, room or a large
///          write; one during a roll is counted there as well
public record LogActivity(long appendedEvents, long writtenBytes, Spent forces, long forcedEvents, Spent rolls,
    Spent stalls) {
  /// Nothing was done; always so in a log that another process writes, and in a member of a shared log: what is done, is
  /// done to the files that the members share.
  public static final LogActivity NONE = new LogActivity(0, 0, Spent.NONE, 0, Spent.NONE, Spent.NONE);

  /// How often, and how long in all. The time stays 0 where a simulation decides what time it is.
  public record Spent(long count, long nanos) {
    /// Never.
    public static final Spent NONE = new Spent(0, 0);

    Spent plus(Spent other) { return new Spent(count + other.count, nanos + other.nanos); }
  }

  /// Both together.
  public LogActivity plus(LogActivity other) {
    return new LogActivity(appendedEvents + other.appendedEvents, writtenBytes + other.writtenBytes,
        forces.plus(other.forces), forcedEvents + other.forcedEvents, rolls.plus(other.rolls),
        stalls.plus(other.stalls));
  }
}
