// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// What became of an append.
///
/// @param position of the last event appended
/// @param count events appended, at least 1; their seqs are contiguous
/// @param ts append time shared by them, nanoseconds since the epoch, UTC
/// @param level level reached when the append returned, never below the one asked for
/// @param copies nodes that reached it
public record Receipt(Position position, int count, long ts, Level level, int copies) {
  /// Seq of the last event appended.
  public long seq() { return position.seq(); }

  /// Seq of the first event appended.
  public long firstSeq() { return position.seq() - count + 1; }
}
