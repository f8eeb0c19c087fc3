// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How long does it take to open a log with many events, after a close and after the death of its writer? Each step in a
/// process of its own: what opens has its classes loaded, by three small logs, and has never seen the large one.
final class ReopenSuite {
  private static final int SIZE = 256;
  private static final int BATCH = 1024;
  private static final int WARM_UPS = 3;
  private static final int EVENTS_BEFORE_DEATH = 50_000;
  private static final int DIED = 9;
  // Steps, which are suites to the process that takes them.
  static final String LOAD = "reopen-load";
  static final String CLEAN = "reopen-clean";
  static final String DEATH = "reopen-death";
  static final String KILLED = "reopen-killed";

  private ReopenSuite() {}

  static void run(LogEngine.Provider provider, Path directory) throws IOException {
    Path folder = Folders.fresh(directory, "reopen");
    step(LOAD, provider, folder, 0);
    step(CLEAN, provider, folder, 0);
    step(DEATH, provider, folder, DIED);
    step(KILLED, provider, folder, 0);
    Folders.delete(folder);
  }

  private static void step(String suite, LogEngine.Provider provider, Path folder, int status) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command
        .addAll(List.of("-cp", System.getProperty("java.class.path"), LogBench.class.getName(), suite, provider.name(),
            folder.toString()));
    try {
      int ended = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (ended != status) throw new IOException(suite + " ended with " + ended);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  static void load(LogEngine.Provider provider, Path folder, long events) throws IOException {
    byte[][][] batches = Payloads.batches(Payloads.ofSize(SIZE), BATCH);
    try (LogEngine engine = provider.open(folder.resolve("log"), false)) {
      for (long done = 0, i = 0; done < events; done += BATCH, i++)
        engine.appendBatch(batches[(int) (i % batches.length)]);
    }
  }

  /// Appends and dies as by `kill -9`: nothing is closed.
  static void die(LogEngine.Provider provider, Path folder) throws IOException {
    byte[][] payloads = Payloads.ofSize(SIZE);
    LogEngine engine = provider.open(folder.resolve("log"), false);
    for (int i = 0; i < EVENTS_BEFORE_DEATH; i++) engine.append(payloads[i % payloads.length]);
    Runtime.getRuntime().halt(DIED);
  }

  static void open(LogEngine.Provider provider, Path folder, String step) throws IOException {
    byte[] event = Payloads.ofSize(SIZE)[0];
    byte[] target = new byte[1 << 16];
    for (int i = 0; i < WARM_UPS; i++) {
      try (LogEngine engine = provider.open(Folders.fresh(folder, "warm"), true); var reader = engine.reader()) {
        engine.append(event);
        reader.read(0, target);
      }
    }
    long start = System.nanoTime();
    try (LogEngine engine = provider.open(folder.resolve("log"), true); var reader = engine.reader()) {
      if (reader.read(engine.size() - 1, target) != SIZE) throw new IOException("the last event is not there");
      long read = System.nanoTime();
      engine.append(event);
      long appended = System.nanoTime();
      Measure.print("reopen", provider.name(), step + ".read", (read - start) / 1e6, "ms");
      Measure.print("reopen", provider.name(), step + ".durable", (appended - read) / 1e6, "ms");
    }
  }
}
