// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Timed loops. Prints one CSV line a figure: suite, engine, metric, value, unit.
final class Measure {
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

  private Measure() {}

  /// What is repeated.
  interface Step {
    void run() throws IOException;
  }

  /// @param eventsPerStep events one step handles
  /// @return nanoseconds an event
  static double nanosPerEvent(Step step, int eventsPerStep, long eventsMax, double seconds) throws IOException {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    long events = 0;
    while (events < eventsMax && System.nanoTime() < end) {
      for (int i = 0; i < 256; i += eventsPerStep) {
        step.run();
        events += eventsPerStep;
      }
    }
    return (double) (System.nanoTime() - start) / events;
  }

  static Histogram latencies(Step step, long stepsMax, double seconds) throws IOException {
    var histogram = new Histogram(LONGEST_NANOS, 3);
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (long i = 0; i < stepsMax; i++) {
      long before = System.nanoTime();
      step.run();
      long after = System.nanoTime();
      histogram.recordValue(Math.min(after - before, LONGEST_NANOS));
      if (after > end) break;
    }
    return histogram;
  }

  static void print(String suite, String engine, String metric, double value, String unit) {
    System.out.printf("%s,%s,%s,%.6g,%s%n", suite, engine, metric, value, unit);
  }

  static void print(String suite, String engine, String metric, Histogram latencies) {
    print(suite, engine, metric + ".p50", (double) latencies.getValueAtPercentile(50), "ns");
    print(suite, engine, metric + ".p99", (double) latencies.getValueAtPercentile(99), "ns");
    print(suite, engine, metric + ".p99.9", (double) latencies.getValueAtPercentile(99.9), "ns");
  }
}
