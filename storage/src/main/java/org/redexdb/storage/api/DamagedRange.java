// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// Events `[from, to)` of a log that cannot be read.
///
/// @param kind what became of them
public record DamagedRange(long from, long to, Kind kind) {
  /// Whether they may come back.
  public enum Kind {
    /// Their bytes are damaged or missing. Reading them is an error; a copy of the file brings them back.
    UNREADABLE,
    /// A repair has given them up and kept their seqs. Readers pass over them.
    LOST
  }

  public long count() { return to - from; }

  @Override
  public String toString() { return count() == 1 ? "event " + from : "events " + from + " to " + (to - 1); }
}
