// SPDX-License-Identifier: Apache-2.0
package org.redexdb.testkit;

import java.lang.foreign.Arena;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Memory of simulated machines with an end: the pages of their files, and what their processes had mapped and did not give
/// back. A process that was killed closes nothing, and here there is no operating system that does it in its place.
///
/// Nothing may use these disks, their stores, or a mapping of theirs, once it was closed; whoever does gets an
/// [IllegalStateException]. Thread-safe but for that.
public final class SimMemory implements AutoCloseable {
  /// Null for pages that the garbage collector frees.
  private final @Nullable Arena pages;
  private final Set<Arena> mappings = Collections.newSetFromMap(new IdentityHashMap<>());
  private int aliveMax = 64;

  private SimMemory(@Nullable Arena pages) { this.pages = pages; }

  /// Memory that is there until it is closed.
  public static SimMemory untilClosed() { return new SimMemory(Arena.ofShared()); }

  /// Memory that is there as long as somebody reaches it. The garbage collector does not know how much it is, and what killed
  /// processes had allocated beside their mappings is never freed.
  static SimMemory automatic() { return new SimMemory(null); }

  /// Where the pages of one file may live.
  Arena pages() { return pages == null ? Arena.ofAuto() : pages; }

  /// A process maps something for as long as this arena lives.
  synchronized void mapped(Arena arena) {
    if (pages == null) return;
    if (mappings.size() >= aliveMax) {
      mappings.removeIf(each -> !each.scope().isAlive());
      aliveMax = Math.max(64, 2 * mappings.size());
    }
    mappings.add(arena);
  }

  /// Number of arenas in which processes have something mapped.
  public synchronized long arenas() { return mappings.stream().filter(each -> each.scope().isAlive()).count(); }

  /// Frees everything.
  ///
  /// @throws UnsupportedOperationException when something was mapped in an arena without an end
  @Override
  public synchronized void close() {
    if (pages == null) throw new IllegalStateException("freed by the garbage collector");
    for (Arena each : mappings) if (each.scope().isAlive()) each.close();
    mappings.clear();
    pages.close();
  }
}
