// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

/// Events of a member that follow each other without a gap, and where in the carrier they are. Confined to one thread.
final class Places {
  final long[] seqs;
  /// Seq of the member's first event here.
  long first;
  int count;

  /// @param max events
  Places(int max) {
    seqs = new long[max];
  }

  /// Seq of the member behind the last event here.
  long end() { return first + count; }

  boolean has(long seq) { return seq >= first && seq < end(); }

  /// Seq in the carrier of an event that is here.
  long of(long seq) { return seqs[(int) (seq - first)]; }

  void clear() { count = 0; }

  /// How many events from one on stand together in the carrier.
  int togetherFrom(long seq) {
    int at = (int) (seq - first);
    int together = 1;
    while (at + together < count && seqs[at + together] == seqs[at] + together) together++;
    return together;
  }

  /// How many up to one, that one included, stand together in the carrier.
  int togetherUpTo(long seq) {
    int at = (int) (seq - first);
    int together = 1;
    while (together <= at && seqs[at - together] == seqs[at] - together) together++;
    return together;
  }
}
