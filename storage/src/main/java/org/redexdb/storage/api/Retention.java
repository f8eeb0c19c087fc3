// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import java.time.Duration;
import java.util.ArrayList;

/// What a log keeps: as much as all of its limits allow. What goes is always a prefix.
///
/// @param maxEvents newest events to keep, 0 for no limit
/// @param maxBytes bytes of frames to keep, in whole frames; 0 for no limit
/// @param maxAge time since its append after which an event goes, zero for no limit. One that is older than an event
///          before it, because the clock stepped back, goes with that
public record Retention(long maxEvents, long maxBytes, Duration maxAge) {
  /// Keeps everything.
  public static final Retention NONE = new Retention(0, 0, Duration.ZERO);

  public Retention {
    if (maxEvents < 0) throw new IllegalArgumentException("retention_max_events: " + maxEvents);
    if (maxBytes < 0) throw new IllegalArgumentException("retention_max_bytes: " + maxBytes);
    if (maxAge.isNegative()) throw new IllegalArgumentException("retention_max_age: " + maxAge);
  }

  // Not equals(NONE): linking a record's generated method would be part of a program's first open.
  public boolean keepsAll() { return maxEvents == 0 && maxBytes == 0 && maxAge.isZero(); }

  /// The limits there are, for people.
  @Override
  public String toString() {
    var limits = new ArrayList<String>();
    if (maxEvents > 0) limits.add("max_events " + maxEvents);
    if (maxBytes > 0) limits.add("max_bytes " + maxBytes);
    if (!maxAge.isZero()) limits.add("max_age " + maxAge);
    return limits.isEmpty() ? "everything" : String.join(", ", limits);
  }

  public Retention withMaxEvents(long events) { return new Retention(events, maxBytes, maxAge); }

  public Retention withMaxBytes(long bytes) { return new Retention(maxEvents, bytes, maxAge); }

  public Retention withMaxAge(Duration age) { return new Retention(maxEvents, maxBytes, age); }
}
