// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.redexdb.jdbc.statement.Alarm;

/// An alarm that goes off when the test says so.
final class ManualAlarm implements Alarm {
  final Map<Runnable, Duration> pending = new LinkedHashMap<>();

  @Override
  public Pending after(Duration delay, Runnable action) {
    pending.put(action, delay);
    return () -> pending.remove(action);
  }

  void ring() { Map.copyOf(pending).keySet().forEach(Runnable::run); }
}
