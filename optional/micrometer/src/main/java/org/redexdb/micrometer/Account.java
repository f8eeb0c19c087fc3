// SPDX-License-Identifier: Apache-2.0
package org.redexdb.micrometer;

import org.redexdb.storage.api.LogActivity;

/// What was done under the name of one channel, never less than at the last look: a channel that was dropped and made anew
/// between two looks counts from 0, and the old one's numbers are kept. If it has done more than the old one by then, it is
/// taken for that.
///
/// Written under the lock of its binding, read by anybody.
final class Account {
  private LogActivity ended = LogActivity.NONE;
  private LogActivity last = LogActivity.NONE;
  private volatile LogActivity total = LogActivity.NONE;

  void see(LogActivity now) {
    if (isLess(now, last)) ended = ended.plus(last);
    last = now;
    total = ended.plus(now);
  }

  LogActivity total() { return total; }

  private static boolean isLess(LogActivity now, LogActivity before) {
    return now.appendedEvents() < before.appendedEvents() || now.writtenBytes() < before.writtenBytes()
        || now.forces().count() < before.forces().count();
  }
}
