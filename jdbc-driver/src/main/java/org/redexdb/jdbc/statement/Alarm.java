// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.statement;

import java.time.Duration;

/// Runs something later: how time limits of statements are kept. Thread-safe.
public interface Alarm {
  /// Something that was set to run.
  interface Pending {
    /// It does not run any more, unless it runs already.
    void cancel();
  }

  /// @param action short, never blocks; runs on a thread of the alarm
  Pending after(Duration delay, Runnable action);
}
