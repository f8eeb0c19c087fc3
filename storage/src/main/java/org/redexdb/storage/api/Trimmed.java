// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// What a trim, or applying a log's retention, has done.
///
/// @param floorBefore oldest readable seq before
/// @param floorAfter oldest readable seq now
/// @param segments segment files removed
/// @param bytes bytes of frames that were in them
/// @param heldBack why not all that was asked for went, or not its files
public record Trimmed(long floorBefore, long floorAfter, int segments, long bytes, HeldBack heldBack) {
  /// What stood in the way.
  public enum HeldBack {
    NOTHING,
    /// A [Pin]: the events from it on are still there.
    PIN,
    /// The events are gone; what remains is a whole file of them, the one that the log writes to or a last one before it that
    /// is not on the device yet, or that says which events are stored once. It goes when the log has moved on.
    ACTIVE_SEGMENT
  }

  /// Events that can no longer be read.
  public long events() { return floorAfter - floorBefore; }
}
