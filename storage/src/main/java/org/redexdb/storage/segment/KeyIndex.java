// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

/// Where in one segment events of a key may be, by the key's hash. Thread-safe.
public interface KeyIndex {
  /// The index proved to be damaged, and is to be made anew.
  int DAMAGED = -1;

  /// Finds the first events at or after `from` whose key has this hash.
  ///
  /// @param into gets their seqs, ascending
  /// @return how many; fewer than `into` holds when these are all
  int from(long hash, long from, long[] into);

  /// Finds the last events before `before` whose key has this hash.
  ///
  /// @param into gets their seqs, descending
  /// @return how many; fewer than `into` holds when these are all
  int before(long hash, long before, long[] into);

  /// Heap that it holds; 0 for one that is mapped. Waits for nobody who reads or builds it.
  long heapBytes();

  /// Number of events whose key has this hash.
  int count(long hash);

  /// Finds the events whose key has this hash, leaving out the first `rank` of them.
  ///
  /// @param into gets their seqs, ascending
  /// @return how many; fewer than `into` holds when these are all
  int ranked(long hash, int rank, long[] into);
}
