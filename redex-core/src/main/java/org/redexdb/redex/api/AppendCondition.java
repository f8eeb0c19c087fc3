// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import org.redexdb.storage.api.Position;

/// What must hold of a channel for an append to happen. It is looked at in one step with the append: nothing can come
/// between them. Where it does not hold, the append throws [org.redexdb.storage.api.StorageException.Conflict] and nothing
/// is appended.
public sealed interface AppendCondition {
  /// Nothing is asked.
  static AppendCondition any() { return new Any(); }

  /// The first event appended gets this seq.
  static AppendCondition atSeq(long expectedNextSeq) { return new AtSeq(expectedNextSeq); }

  /// The last event is the one at `position`, and nothing was appended since: what a decision was made on still stands, also
  /// where it was read before a power cut.
  ///
  /// @param position of the last event read, [Position#NONE] for none. When it is no longer part of the channel the append
  ///          throws [org.redexdb.storage.api.StorageException.Diverged]
  static AppendCondition after(Position position) { return new After(position); }

  /// Nothing was ever appended. A channel whose events have all been removed is not empty in this sense.
  static AppendCondition empty() { return new AtSeq(0); }

  /// The last event with this key is the one at `seq`, as [Channel#keyVersion] tells it; a tombstone is an event too.
  ///
  /// @param seq -1 when no event has the key
  static AppendCondition keyAtVersion(String key, long seq) { return new KeyAtVersion(key, seq); }

  /// @see #any()
  record Any() implements AppendCondition {
  }

  /// @see #atSeq(long)
  record AtSeq(long expectedNextSeq) implements AppendCondition {
    public AtSeq {
      if (expectedNextSeq < 0) throw new IllegalArgumentException("no event has seq " + expectedNextSeq);
    }
  }

  /// @see #after(Position)
  record After(Position position) implements AppendCondition {
  }

  /// @see #keyAtVersion(String, long)
  record KeyAtVersion(String key, long seq) implements AppendCondition {
    public KeyAtVersion {
      if (seq < -1) throw new IllegalArgumentException("no event has seq " + seq + "; -1 says that none has the key");
    }
  }
}
