// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// Limits of the format and of one append. Each has a test one below, at, and one above.
public final class Limits {
  /// Bytes of one payload.
  public static final int EVENT_BYTES_MAX = 16 << 20;
  /// Bytes of all frames of one atomic batch.
  public static final int BATCH_BYTES_MAX = 64 << 20;
  /// Bytes of all frames of one commit over several logs: a MiB less than a batch, for what its record in the journal
  /// needs besides.
  public static final int TRANSACTION_BYTES_MAX = BATCH_BYTES_MAX - (1 << 20);
  /// UTF-8 bytes of a channel name.
  public static final int NAME_BYTES_MAX = 255;
  /// UTF-8 bytes of an event key.
  public static final int KEY_BYTES_MAX = 1024;
  /// Bytes of one frame's metadata.
  public static final int METADATA_BYTES_MAX = 65_535;
  /// Objects and arrays within one another in a payload or an attribute; deeper text is no JSON to any part of RedexDB.
  public static final int JSON_DEPTH_MAX = 500;
  /// Greatest sequence number.
  public static final long SEQ_MAX = (1L << 62) - 1;
  public static final long SEGMENT_BYTES_MIN = 64L << 10;
  public static final long SEGMENT_BYTES_DEFAULT = 64L << 20;
  public static final long SEGMENT_BYTES_MAX = 1L << 30;

  private Limits() {}
}
