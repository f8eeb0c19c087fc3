// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench;

import java.io.IOException;
import java.nio.file.Path;

/// What does an append cost that the end of the process cannot lose?
final class AppendSuite {
  private static final int[] SIZES = {32, 256, 1024};
  private static final long BYTES_MAX = 2L << 30;
  private static final long EVENTS_MAX = 5_000_000;

  private AppendSuite() {}

  /// @param batch events an append, 1 or more
  static void run(LogEngine.Provider provider, Path directory, int batch, double seconds) throws IOException {
    String suite = batch == 1 ? "append" : "append-" + batch;
    for (int size : SIZES) {
      byte[][] payloads = Payloads.ofSize(size);
      byte[][][] batches = Payloads.batches(payloads, batch);
      Path folder = Folders.fresh(directory, suite + size);
      try (LogEngine engine = provider.open(folder, false)) {
        int[] next = {0};
        Measure.Step step = batch == 1
            ? () -> engine.append(payloads[next[0]++ & Payloads.COUNT - 1])
            : () -> engine.appendBatch(batches[next[0]++ % batches.length]);
        Measure.nanosPerEvent(step, batch, EVENTS_MAX / 10, 1);
        Measure.print(suite, provider.name(), size + ".ns",
            Measure.nanosPerEvent(step, batch, Math.min(EVENTS_MAX, BYTES_MAX / size), seconds), "ns/event");
        if (batch == 1)
          Measure.print(suite, provider.name(), Integer.toString(size), Measure.latencies(step, 500_000, 1.5));
      }
      Folders.delete(folder);
    }
  }
}
