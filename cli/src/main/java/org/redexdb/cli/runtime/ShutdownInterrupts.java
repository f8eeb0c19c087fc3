// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.redexdb.cli.console.Interrupts;

/// Turns the end that Ctrl-C or a kill asks for into a question that commands ask themselves, and holds the JVM until
/// the store is closed. Only the command line has such a hook; the library installs none.
public final class ShutdownInterrupts implements Interrupts {
  private static final long GRACE_SECONDS = 10;

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean asked;
  private volatile @Nullable Runnable cancel;

  private ShutdownInterrupts() {}

  public static ShutdownInterrupts install() {
    var interrupts = new ShutdownInterrupts();
    Runtime.getRuntime().addShutdownHook(new Thread(interrupts::shutdown, "redex-shutdown"));
    return interrupts;
  }

  @Override
  public boolean asked() { return asked; }

  @Override
  public void onAsk(Runnable newCancel) { cancel = newCancel; }

  /// The command is through and the store closed: nothing to wait for.
  public void finished() { finished.countDown(); }

  private void shutdown() {
    asked = true;
    var toRun = cancel;
    if (toRun == null) return;
    toRun.run();
    try {
      boolean closed = finished.await(GRACE_SECONDS, TimeUnit.SECONDS);
      if (!closed) System.err.println("ending in the middle; what was stored stays stored");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
