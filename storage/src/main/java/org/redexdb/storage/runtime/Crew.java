// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.runtime;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/// Who does a store's own work, and how callers wait for it.
///
/// Thread-safe.
public sealed interface Crew permits ThreadCrew, CallerCrew {
  /// Work that is repeated. Must not throw.
  @FunctionalInterface
  interface Task {
    /// Does what there is to do.
    ///
    /// @return nanoseconds until it wants to run again without being woken
    long run();
  }

  /// One task under way.
  interface Worker {
    /// The task has something to do. Cheap when it is running.
    void wake();
  }

  /// File work on behalf of a caller.
  @FunctionalInterface
  interface Io<T> {
    T run() throws IOException;
  }

  Worker start(String name, Task task);

  /// Runs file work where no interrupt of the caller can reach it, and waits for it. An interrupt during the wait is
  /// kept for the caller, not acted on: the work is short and its outcome must not be lost.
  <T> T call(Io<T> work) throws IOException;

  /// As [#call], for what is read or mapped on behalf of a reader: it does not wait for a flush that another caller's work
  /// waits for.
  <T> T read(Io<T> work) throws IOException;

  /// Slow-path wait until `done`; whoever makes it true rings. `done` may be called by the waiting thread only.
  void awaitUntil(BooleanSupplier done) throws InterruptedException;

  /// As above, and gives up after so long.
  ///
  /// @return whether `done` was seen
  boolean awaitUntil(BooleanSupplier done, long timeoutNanos) throws InterruptedException;

  /// Something that may be waited for has happened.
  void ring();

  /// Now, for figures of how long something took and nothing else: no decision hangs on it. Not the store's clock, which in a
  /// simulation moves with each reading and would move append times with what is measured. Nanoseconds from an arbitrary
  /// origin; always 0 without threads.
  long measuredNanos();

  /// Ends all workers after their current run; callers' file work goes on.
  void stopWorkers();

  /// Ends everything.
  void stop();
}
