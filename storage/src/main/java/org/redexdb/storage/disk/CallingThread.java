// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.disk;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/// Runs each task at once on the thread that submits it, so that an asynchronous channel needs no thread of its own.
/// Has no state and never ends.
final class CallingThread extends AbstractExecutorService {
  static final ExecutorService EXECUTOR = new CallingThread();

  private CallingThread() {}

  @Override
  public void execute(Runnable task) { task.run(); }

  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() { return List.of(); }

  @Override
  public boolean isShutdown() { return false; }

  @Override
  public boolean isTerminated() { return false; }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) { return false; }
}
