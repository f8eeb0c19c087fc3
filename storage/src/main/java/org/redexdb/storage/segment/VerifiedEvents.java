// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// Which events of a mapped segment have had their checksums checked: one bit each, so that reads in any order check each
/// frame once.
///
/// Thread-safe without locks. Two readers that mark events of one word at the same time may lose a mark: the frame is
/// then checked once more. A mark never appears for an event that nobody checked.
final class VerifiedEvents {
  private static final int PAGE_SHIFT = 16;
  private static final int PAGE_EVENTS = 1 << PAGE_SHIFT;
  private static final int PAGE_WORDS = PAGE_EVENTS / Long.SIZE;

  private final AtomicReferenceArray<long[]> pages;

  /// @param eventsMax most events the segment can hold
  VerifiedEvents(long eventsMax) { pages = new AtomicReferenceArray<>((int) (eventsMax >>> PAGE_SHIFT) + 1); }

  /// The first event at or after `from` that has not been checked, at most `to`.
  long firstUnverified(long from, long to) {
    long at = from;
    while (at < to) {
      int page = (int) (at >>> PAGE_SHIFT);
      long[] words = page < pages.length() ? pages.getAcquire(page) : null;
      if (words == null) return at;
      int bit = (int) at & Long.SIZE - 1;
      int open = Long.numberOfTrailingZeros(~(words[word(at)] >>> bit));
      // The shift has brought zeros in from above: past the word's end they say nothing.
      if (bit + open < Long.SIZE) return Math.min(at + open, to);
      at += Long.SIZE - bit;
    }
    return to;
  }

  /// The events `[from, to)` were checked.
  void add(long from, long to) {
    long at = from;
    while (at < to) {
      int page = (int) (at >>> PAGE_SHIFT);
      if (page >= pages.length()) return;
      long[] words = pages.getAcquire(page);
      if (words == null) words = addPage(page);
      int bit = (int) at & Long.SIZE - 1;
      long bits = Math.min(Long.SIZE - bit, to - at);
      words[word(at)] |= -1L >>> Long.SIZE - bits << bit;
      at += bits;
    }
  }

  private long[] addPage(int page) {
    var added = new long[PAGE_WORDS];
    long[] other = pages.compareAndExchange(page, null, added);
    return other == null ? added : other;
  }

  private static int word(long event) { return (int) (event & PAGE_EVENTS - 1) / Long.SIZE; }
}
