// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.runtime;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.redexdb.jdbc.statement.Alarm;

/// One daemon thread for the time limits of all connections of the process; it is there only while a limit is pending.
public final class DaemonAlarm implements Alarm {
  public static final Alarm SHARED = new DaemonAlarm();

  private static final long IDLE_SECONDS = 10;

  private final ScheduledThreadPoolExecutor executor;

  private DaemonAlarm() {
    executor = new ScheduledThreadPoolExecutor(1,
        task -> Thread.ofPlatform().daemon().name("redexdb-jdbc-timeouts").unstarted(task));
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  @Override
  public Pending after(Duration delay, Runnable action) {
    Future<?> task = executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> task.cancel(false);
  }
}
