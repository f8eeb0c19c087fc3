// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.concurrent.atomic.AtomicLong;
import org.redexdb.storage.api.LogActivity;

/// What forces have made durable since the log was opened. Added to under the force lock, read by anybody.
final class Forces {
  private final Tally took = new Tally();
  private final AtomicLong events = new AtomicLong();

  void add(long tookNanos, long eventsNow) {
    events.setRelease(events.getPlain() + eventsNow);
    took.add(tookNanos);
  }

  LogActivity.Spent took() { return took.spent(); }

  long events() { return events.getAcquire(); }
}
