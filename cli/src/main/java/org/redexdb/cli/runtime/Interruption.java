// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Turns the end that Ctrl-C or a kill asks for into a question that commands ask themselves, and holds the JVM until
/// the store is closed. Only the command line has such a hook; the library installs none.
public final class Interruption {
  private static final long GRACE_SECONDS = 10;

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean asked;

  private Interruption() {}

  public static Interruption install() {
    var interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::shutdown, "redex-shutdown"));
    return interruption;
  }

  public boolean asked() { return asked; }

  /// The command is through and the store closed: nothing to wait for.
  public void finished() { finished.countDown(); }

  private void shutdown() {
    asked = true;
    try {
      boolean closed = finished.await(GRACE_SECONDS, TimeUnit.SECONDS);
      if (!closed) System.err.println("ending in the middle; what was stored stays stored");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
