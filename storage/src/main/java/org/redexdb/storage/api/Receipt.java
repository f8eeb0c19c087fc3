// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// What became of an append.
///
/// @param epoch writer incarnation that appended
/// @param seq of the last event appended
/// @param count events appended, at least 1; their seqs are contiguous
/// @param ts append time shared by them, nanoseconds since the epoch, UTC
/// @param level level reached when the append returned, never below the one asked for
/// @param copies nodes that reached it
public record Receipt(int epoch, long seq, int count, long ts, Level level, int copies) {
  /// Of the last event appended.
  public Position position() { return new Position(epoch, seq); }

  /// Seq of the first event appended.
  public long firstSeq() { return seq - count + 1; }
}
