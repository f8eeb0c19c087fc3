// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.redexdb.storage.api.Pin;

/// Where a log begins: the oldest event that may be read, and who holds it there.
///
/// Raised before anything is done about files, so that readers see it first; it never steps back. Changes are under this
/// object's monitor, `seq` is read without.
public final class Floor {
  private final TreeMap<Long, Integer> pins = new TreeMap<>();
  private volatile long seq;
  private volatile long forced;
  private final long found;

  /// @param seq as found at opening
  public Floor(long seq) {
    this.found = seq;
    this.seq = seq;
    this.forced = seq;
  }

  public long seq() { return seq; }

  /// Whether it is where opening found it.
  public boolean isUnmoved() { return seq == found; }

  /// The floor that is on the device, in the mark of the log's last durable segment. Written under the log's force lock.
  public long forced() { return forced; }

  public void forced(long to) { forced = to; }

  /// Holds the floor at or below a seq, or where it is now when that is greater.
  public synchronized Pin pin(long wanted) {
    long at = Math.max(wanted, seq);
    pins.merge(at, 1, Integer::sum);
    return new Held(at);
  }

  /// How many hold it.
  public synchronized int pins() {
    int held = 0;
    for (int atOne : pins.values()) held += atOne;
    return held;
  }

  private synchronized void release(long at) { pins.computeIfPresent(at, (_, held) -> held == 1 ? null : held - 1); }

  /// What came of raising it.
  ///
  /// @param before floor before
  /// @param after floor now
  /// @param pinned whether a pin kept it below what was wanted
  public record Raised(long before, long after, boolean pinned) {}

  /// Raises it as far as wanted, and as pins allow.
  public synchronized Raised raise(long wanted) {
    long before = seq;
    long allowed = pins.isEmpty() ? wanted : Math.min(wanted, pins.firstKey());
    if (allowed > before) seq = allowed;
    return new Raised(before, seq, seq < wanted);
  }

  private final class Held implements Pin {
    private final long at;
    private final AtomicBoolean closed = new AtomicBoolean();

    Held(long at) { this.at = at; }

    @Override
    public long seq() { return at; }

    @Override
    public void close() {
      if (!closed.getAndSet(true)) release(at);
    }
  }
}
