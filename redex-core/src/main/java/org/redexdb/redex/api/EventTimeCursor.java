// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Those events of another cursor whose event time is in a range.
final class EventTimeCursor implements EventCursor {
  private final EventCursor all;
  private final TimeRange time;

  EventTimeCursor(EventCursor all, TimeRange time) {
    this.all = all;
    this.time = time;
  }

  @Override
  public @Nullable StoredEvent next() {
    for (StoredEvent event = all.next(); event != null; event = all.next()) {
      OptionalLong happened = event.event().eventTimeNanos();
      if (happened.isPresent() && time.contains(happened.getAsLong())) return event;
    }
    return null;
  }

  @Override
  public void close() { all.close(); }
}
