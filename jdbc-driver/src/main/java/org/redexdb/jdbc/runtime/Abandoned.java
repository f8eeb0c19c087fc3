// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.runtime;

import java.lang.ref.Cleaner;

/// Acts when a program has let go of something without closing it. One daemon thread of the JDK for the process.
public final class Abandoned {
  private static final Cleaner CLEANER = Cleaner.create();

  private Abandoned() {}

  /// @param action runs once nothing reaches `given`; must not reach it either
  public static void whenUnreachable(Object given, Runnable action) { CLEANER.register(given, action); }
}
