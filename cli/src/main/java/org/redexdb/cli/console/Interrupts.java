// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.console;

/// The user's wish to end a command early.
public interface Interrupts {
  /// Nobody ever asks.
  Interrupts NONE = new Interrupts() {
    @Override
    public boolean asked() { return false; }

    @Override
    public void onAsk(Runnable cancel) {}
  };

  /// True once it was expressed.
  boolean asked();

  /// Promises that the command will end by itself soon after `cancel` has run, so that the JVM waits for it.
  void onAsk(Runnable cancel);
}
