// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/// What does it cost to load many events, read one by number, read all, and open again?
final class ReadSuite {
  private static final int SIZE = 256;
  private static final int BATCH = 1024;
  private static final int ROUNDS = 4;

  private ReadSuite() {}

  static void run(LogEngine.Provider provider, Path directory, long events, double seconds) throws IOException {
    Path folder = Folders.fresh(directory, "read");
    load(provider, folder, events);
    long start = System.nanoTime();
    try (LogEngine engine = provider.open(folder, false)) {
      byte[] target = new byte[1 << 16];
      try (var reader = engine.reader()) {
        if (reader.read(engine.size() - 1, target) != SIZE) throw new IOException("the last event is not there");
        Measure.print("read", provider.name(), "open", (System.nanoTime() - start) / 1e6, "ms");
        for (int round = 0; round < ROUNDS; round++) measure(provider.name(), engine, reader, round, seconds);
      }
    }
    // With the code compiled, but nothing of the files touched or verified.
    try (LogEngine engine = provider.open(folder, false)) {
      Measure.print("read", provider.name(), "scan-reopened.GB", gigabytesPerSecond(engine), "GB/s");
    }
    Folders.delete(folder);
  }

  private static double gigabytesPerSecond(LogEngine engine) throws IOException {
    long[] sum = {0};
    long start = System.nanoTime();
    long count = engine.scan((bytes, offset, length) -> sum[0] += bytes[offset] + bytes[offset + length - 1]);
    double nanos = System.nanoTime() - start;
    if (sum[0] == 42) System.err.println("unlikely, but the sum must be used");
    return count * (double) SIZE / nanos;
  }

  private static void measure(String name, LogEngine engine, LogEngine.Reader reader, int round, double seconds)
      throws IOException {
    long[] sum = {0};
    long start = System.nanoTime();
    long count = engine.scan((bytes, offset, length) -> sum[0] += bytes[offset] + bytes[offset + length - 1]);
    double nanos = System.nanoTime() - start;
    // The first round verifies checksums and warms up; it has a name of its own.
    String scan = round == 0 ? "scan-first" : "scan";
    Measure.print("read", name, scan + ".rate", count * 1e9 / nanos, "events/s");
    Measure.print("read", name, scan + ".GB", count * (double) SIZE / nanos, "GB/s");
    scanAs("scan-view", name, engine, LogEngine::sumOfViews, round, count, sum[0]);
    scanAs("scan-copy", name, engine, LogEngine::sumOfCopies, round, count, sum[0]);
    var random = new SplittableRandom(round);
    byte[] target = new byte[1 << 16];
    long size = engine.size();
    Measure.Step step = () -> sum[0] += reader.read(random.nextLong(size), target);
    double perRead = Measure.nanosPerEvent(step, 1, 2_000_000, seconds / 2);
    if (round > 0) {
      Measure.print("read", name, "random.ns", perRead, "ns/read");
      Measure.print("read", name, "random", Measure.latencies(step, 200_000, 1));
    }
    if (sum[0] == 42) System.err.println("unlikely, but the sum must be used");
  }

  /// A scan in another form.
  private interface Sum {
    OptionalLong of(LogEngine engine) throws IOException;
  }

  /// Checks that it has seen the same bytes as the scan before.
  private static void scanAs(String metric, String name, LogEngine engine, Sum form, int round, long count,
      long expected) throws IOException {
    long start = System.nanoTime();
    OptionalLong sum = form.of(engine);
    double nanos = System.nanoTime() - start;
    if (sum.isEmpty()) return;
    if (sum.getAsLong() != expected)
      throw new IOException(metric + " sums up to " + sum.getAsLong() + ", scan to " + expected);
    if (round == 0) return; // warms up
    Measure.print("read", name, metric + ".rate", count * 1e9 / nanos, "events/s");
    Measure.print("read", name, metric + ".GB", count * (double) SIZE / nanos, "GB/s");
  }

  private static void load(LogEngine.Provider provider, Path folder, long events) throws IOException {
    byte[][][] batches = Payloads.batches(Payloads.ofSize(SIZE), BATCH);
    try (LogEngine engine = provider.open(folder, false)) {
      long start = System.nanoTime();
      for (long done = 0, i = 0; done < events; done += BATCH, i++)
        engine.appendBatch(batches[(int) (i % batches.length)]);
      Measure.print("read", provider.name(), "load.rate", engine.size() * 1e9 / (System.nanoTime() - start),
          "events/s");
    }
    Measure.print("read", provider.name(), "disk", (double) Folders.allocatedBytes(folder) / events, "bytes/event");
  }
}
