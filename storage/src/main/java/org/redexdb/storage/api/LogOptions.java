// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// Properties of one log.
///
/// @param segmentBytes full size of its segments, see [StoreOptions#segmentBytes]; of a shared log that of the store
/// @param shared whether it is a small one, in files that it shares with others
public record LogOptions(long segmentBytes, boolean shared) {
  /// In a shared log.
  public static final LogOptions SHARED = new LogOptions(Limits.SEGMENT_BYTES_DEFAULT, true);

  /// With files of its own.
  public LogOptions(long segmentBytes) { this(segmentBytes, false); }

  public LogOptions {
    if (Long.bitCount(segmentBytes) != 1 || segmentBytes < Limits.SEGMENT_BYTES_MIN
        || segmentBytes > Limits.SEGMENT_BYTES_MAX)
      throw new IllegalArgumentException("segmentBytes: " + segmentBytes);
  }
}
