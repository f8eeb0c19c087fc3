// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import java.nio.charset.StandardCharsets;

/// Properties of one log.
///
/// @param segmentBytes full size of its segments, see [StoreOptions#segmentBytes]; of a shared log that of the store
/// @param shared       whether it is a small one, in files that it shares with others
/// @param note         what the layer above wants to find in the log's files, should all else be lost; at most
///          [#NOTE_BYTES_MAX] bytes of UTF-8
public record LogOptions(long segmentBytes, boolean shared, String note) {
  public static final int NOTE_BYTES_MAX = 255;

  public LogOptions {
    if (Long.bitCount(segmentBytes) != 1 || segmentBytes < Limits.SEGMENT_BYTES_MIN
        || segmentBytes > Limits.SEGMENT_BYTES_MAX)
      throw new IllegalArgumentException("segmentBytes: " + segmentBytes);
    if (note.getBytes(StandardCharsets.UTF_8).length > NOTE_BYTES_MAX)
      throw new IllegalArgumentException("note of more than " + NOTE_BYTES_MAX + " bytes: " + note);
  }

  /// With files of its own, without a note.
  public LogOptions(long segmentBytes) { this(segmentBytes, false, ""); }

  /// In a shared log, without a note.
  public static final LogOptions SHARED = new LogOptions(Limits.SEGMENT_BYTES_DEFAULT, true, "");

  public LogOptions withNote(String text) { return new LogOptions(segmentBytes, shared, text); }
}
