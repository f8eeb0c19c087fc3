// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.runtime;

import java.lang.ref.Cleaner;

/// Frees what handles hold that nobody reaches and nobody closed, and says so in the log. One daemon thread of the JDK
/// for the process.
public final class Forgotten {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final System.Logger LOGGER = System.getLogger(Forgotten.class.getName());

  private Forgotten() {}

  /// @param handle  what the user holds
  /// @param what    names it in the log
  /// @param release frees what it holds; must not reach the handle
  /// @return to be told when the handle is closed as it should be
  public static Watch watch(Object handle, String what, AutoCloseable release) {
    var watched = new Watched(what, release);
    var cleanable = CLEANER.register(handle, watched);
    return () -> {
      watched.closed = true;
      cleanable.clean();
    };
  }

  /// Ends watching.
  @FunctionalInterface
  public interface Watch {
    /// The handle was closed: nothing is released and nothing said.
    void end();
  }

  private static final class Watched implements Runnable {
    private final String what;
    private final AutoCloseable release;
    private volatile boolean closed;

    Watched(String what, AutoCloseable release) {
      this.what = what;
      this.release = release;
    }

    @Override
    public void run() {
      if (closed) return;
      LOGGER.log(System.Logger.Level.WARNING, "{0} was never closed; what it held is released now", what);
      try {
        release.close();
      } catch (Exception e) {
        LOGGER.log(System.Logger.Level.WARNING, "cannot release " + what, e);
      }
    }
  }
}
