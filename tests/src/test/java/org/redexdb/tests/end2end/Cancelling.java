// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.end2end;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Something that runs on a thread of its own while the test disturbs it.
final class Cancelling {
  /// Takes hours: 3,000³ pairs to look at, none that fits.
  static final String ENDLESS = "SELECT count(*) FROM orders a, orders b, orders c WHERE a.n + b.n + c.n = -1";
  private static final int ATTEMPTS_MAX = 3_000;

  private Cancelling() {}

  /// Runs `work` and repeats `disturb` until it ends: whoever comes too early comes again.
  ///
  /// @return what it gave or threw
  static <T> Object whileRunning(Callable<T> work, Runnable disturb) throws InterruptedException {
    var done = new CompletableFuture<T>();
    Thread.ofPlatform().daemon().start(() -> {
      try {
        done.complete(work.call());
      } catch (Throwable t) {
        done.completeExceptionally(t);
      }
    });
    for (int i = 0; i < ATTEMPTS_MAX; i++) {
      disturb.run();
      try {
        return done.get(10, TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        return cause == null ? e : cause;
      } catch (TimeoutException _) {
        // Still running: disturb it again.
      }
    }
    throw new AssertionError("did not end");
  }
}
