// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import java.util.concurrent.atomic.AtomicLong;
import org.redexdb.storage.api.LogActivity;

/// How often something was done, and how long it took.
///
/// Added to by one thread at a time, under whatever lock guards the work itself; read by anybody, without one.
final class Tally {
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();

  void add(long tookNanos) {
    nanos.setRelease(nanos.getPlain() + tookNanos);
    count.setRelease(count.getPlain() + 1);
  }

  LogActivity.Spent spent() { return new LogActivity.Spent(count.getAcquire(), nanos.getAcquire()); }
}
