// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.once;

import org.jspecify.annotations.Nullable;

/// What became of a batch that is stored already: what its first receipt said.
///
/// @param epoch of the writer that stored it
/// @param lastSeq of its last event
/// @param ts append time of that
public record Stored(int epoch, long lastSeq, int count, long ts) {
  /// @return null unless all are there, one behind the other in this order: else no receipt could tell where they are
  public static @Nullable Stored of(@Nullable FirstCopy[] copies) {
    FirstCopy last = copies[copies.length - 1];
    if (last == null) return null;
    for (int i = 0; i < copies.length; i++) {
      FirstCopy copy = copies[i];
      if (copy == null || copy.seq() != last.seq() - (copies.length - 1 - i)) return null;
    }
    return new Stored(last.epoch(), last.seq(), copies.length, last.ts());
  }
}
