// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.disk;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// How many descriptors a disk holds open at once. Who opens one more than that puts another away: one that was not used
/// since it was last looked at (second chance), at first only such that hold nothing unforced, then also others, whose
/// files are forced before.
///
/// The limit is soft: what is in use at the moment, or may not be put away, stays open.
///
/// Thread-safe. No lock is held while a descriptor is put away.
final class DescriptorBudget {
  private final int openMax;
  private final AtomicInteger open = new AtomicInteger();
  /// What is open, each once; what was closed meanwhile is dropped when its turn comes.
  private final ConcurrentLinkedQueue<Descriptor> clock = new ConcurrentLinkedQueue<>();

  DescriptorBudget(int openMax) {
    if (openMax < 1) throw new IllegalArgumentException("openMax: " + openMax);
    this.openMax = openMax;
  }

  int openMax() { return openMax; }

  int open() { return open.get(); }

  /// Counts one more. Called without the monitor of any descriptor.
  void opened(Descriptor descriptor) {
    boolean mayFindOne = open.incrementAndGet() > openMax;
    while (mayFindOne) mayFindOne = (putOneAway(false) || putOneAway(true)) && open.get() > openMax;
    // Only now: being clean, it would be the first to go.
    clock.add(descriptor);
  }

  /// One was put away, by [#opened].
  void putAway() { open.decrementAndGet(); }

  /// The file of this one was closed while it was open.
  void closed(Descriptor descriptor) {
    open.decrementAndGet();
    clock.remove(descriptor);
  }

  /// @param forcing whether a file may be forced for it
  private boolean putOneAway(boolean forcing) {
    // Twice around: the first time everything may have been used.
    for (int looks = 2 * open.get(); looks > 0; looks--) {
      Descriptor next = clock.poll();
      if (next == null) return false;
      if (next.putAway(forcing)) return true;
      if (next.isOpen()) clock.add(next);
    }
    return false;
  }
}
