// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// Properties of one log.
///
/// @param segmentBytes full size of its segments, see [StoreOptions#segmentBytes]
public record LogOptions(long segmentBytes) {
  public LogOptions {
    if (Long.bitCount(segmentBytes) != 1 || segmentBytes < Limits.SEGMENT_BYTES_MIN
        || segmentBytes > Limits.SEGMENT_BYTES_MAX)
      throw new IllegalArgumentException("segmentBytes: " + segmentBytes);
  }
}
