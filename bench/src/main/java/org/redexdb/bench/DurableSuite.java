// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.HdrHistogram.Histogram;

/// How many acknowledgements a second, each of which a power cut cannot take back?
final class DurableSuite {
  private static final int SIZE = 256;

  private DurableSuite() {}

  static void run(LogEngine.Provider provider, Path directory, double seconds) throws IOException {
    Path folder = Folders.fresh(directory, "durable");
    try (LogEngine engine = provider.open(folder, true)) {
      one(provider.name(), engine, seconds);
      if (engine.concurrent()) {
        many(provider.name(), "threads-8", engine, 8, Thread.ofPlatform().factory(), seconds);
        many(provider.name(), "threads-64", engine, 64, Thread.ofPlatform().factory(), seconds);
        many(provider.name(), "virtual-64", engine, 64, Thread.ofVirtual().factory(), seconds);
      }
    }
    Folders.delete(folder);
  }

  private static void one(String name, LogEngine engine, double seconds) throws IOException {
    Measure.Step step = appending(engine, 0);
    Measure.latencies(step, 200, 0.5);
    long start = System.nanoTime();
    Histogram latencies = Measure.latencies(step, Long.MAX_VALUE, seconds);
    Measure.print("durable", name, "one.rate", latencies.getTotalCount() * 1e9 / (System.nanoTime() - start), "acks/s");
    Measure.print("durable", name, "one", latencies);
  }

  private static void many(String name, String metric, LogEngine engine, int writers, ThreadFactory threads,
      double seconds) throws IOException {
    var all = new Histogram(1, 60_000_000_000L, 3);
    long start = System.nanoTime();
    try (var executor = Executors.newThreadPerTaskExecutor(threads)) {
      List<Future<Histogram>> running = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        Measure.Step step = appending(engine, i * 64);
        running.add(executor.submit(() -> Measure.latencies(step, Long.MAX_VALUE, seconds)));
      }
      for (var future : running) all.add(future.get());
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    }
    Measure.print("durable", name, metric + ".rate", all.getTotalCount() * 1e9 / (System.nanoTime() - start), "acks/s");
    Measure.print("durable", name, metric, all);
  }

  private static Measure.Step appending(LogEngine engine, int from) {
    byte[][] payloads = Payloads.ofSize(SIZE);
    int[] next = {from};
    return () -> engine.append(payloads[next[0]++ & Payloads.COUNT - 1]);
  }
}
