// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// No threads: who would wait runs the tasks, in the order they were started. Deterministic; one thread only.
public final class CallerCrew implements Crew {
  /// More rounds without the awaited thing mean that it never comes: nobody else is there to do it.
  private static final int ROUNDS_MAX = 100_000;

  private final List<Task> tasks = new ArrayList<>();
  private boolean stopped;

  /// Without tasks until they are started.
  public CallerCrew() {}

  @Override
  public Worker start(String name, Task task) {
    tasks.add(task);
    return () -> {};
  }

  @Override
  public <T> T call(Io<T> work) throws IOException { return work.run(); }

  @Override
  public <T> T read(Io<T> work) throws IOException { return work.run(); }

  @Override
  public void awaitUntil(BooleanSupplier done) {
    for (int round = 0; round < ROUNDS_MAX; round++) {
      if (done.getAsBoolean()) return;
      runTasks();
    }
    throw new IllegalStateException("single-threaded wait for something that no task does");
  }

  @Override
  public boolean awaitUntil(BooleanSupplier done, long timeoutNanos) {
    if (done.getAsBoolean()) return true;
    runTasks();
    return done.getAsBoolean();
  }

  private void runTasks() {
    if (stopped) return;
    for (Task task : tasks) task.run();
  }

  @Override
  public void ring() {}

  @Override
  public long measuredNanos() { return 0; }

  @Override
  public void stopWorkers() { stopped = true; }

  @Override
  public void stop() { stopped = true; }
}
