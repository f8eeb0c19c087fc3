// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// A place in a log: the number of an event and the epoch of the writer that put it there. Two positions with the same
/// seq and different epochs are of different histories.
///
/// @param epoch writer incarnation, at least 1 in an appended event, 0 for «before the first»
/// @param seq sequence number, 0-based; -1 for «before the first»
public record Position(int epoch, long seq) implements Comparable<Position> {
  /// Before the first event of any log.
  public static final Position NONE = new Position(0, -1);

  @Override
  public int compareTo(Position other) {
    int byEpoch = Integer.compareUnsigned(epoch, other.epoch);
    return byEpoch != 0 ? byEpoch : Long.compare(seq, other.seq);
  }

  @Override
  public String toString() { return Integer.toUnsignedString(epoch) + ":" + seq; }
}
