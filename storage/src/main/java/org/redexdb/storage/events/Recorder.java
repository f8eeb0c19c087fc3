// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.events;

import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/// Begins events while the flight recorder is there. The first object of an event class starts it, which took a program
/// without recordings 190 ms when it opened its first store.
public final class Recorder {
  private Recorder() {}

  /// @return null when nobody can record
  public static @Nullable OpenEvent open() { return isThere() ? begun(new OpenEvent()) : null; }

  /// @return null when nobody can record
  public static @Nullable ForceEvent force() { return isThere() ? begun(new ForceEvent()) : null; }

  /// @return null when nobody can record
  public static @Nullable RollEvent roll() { return isThere() ? begun(new RollEvent()) : null; }

  /// @return null when nobody can record
  public static @Nullable AppendWaitEvent appendWait() { return isThere() ? begun(new AppendWaitEvent()) : null; }

  private static boolean isThere() { return FlightRecorder.isInitialized(); }

  private static <E extends Event> E begun(E event) {
    event.begin();
    return event;
  }

  /// Ends an event.
  ///
  /// @return whether it is to be committed
  public static boolean ends(Event event) {
    event.end();
    return event.shouldCommit();
  }
}
