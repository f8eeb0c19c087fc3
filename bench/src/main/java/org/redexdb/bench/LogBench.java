// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/// `LogBench SUITE ENGINE DIRECTORY`: runs one suite with one engine, in a JVM of its own so that engines do not shape each
/// other's code. `bench/run` interleaves them.
public final class LogBench {
  private LogBench() {}

  /// Opens one kind of engine.
  private interface Opener {
    LogEngine open(Path directory, boolean durable) throws IOException;
  }

  private record Engine(String name, Opener opener) implements LogEngine.Provider {
    @Override
    public LogEngine open(Path directory, boolean durable) throws IOException {
      return opener.open(directory, durable);
    }
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      System.err
          .println("usage: LogBench append|append-64|durable|read|reopen|keys|sharing ENGINE DIRECTORY; engines: "
              + names());
      System.exit(2);
    }
    LogEngine.Provider provider = providers().stream().filter(p -> p.name().equals(arguments[1])).findFirst()
        .orElseThrow(() -> new IOException("no engine " + arguments[1] + "; there are " + names()));
    Path directory = Files.createDirectories(Path.of(arguments[2]));
    double seconds = Double.parseDouble(System.getProperty("seconds", "3"));
    switch (arguments[0]) {
      case "append" -> AppendSuite.run(provider, directory, 1, seconds);
      case "append-64" -> AppendSuite.run(provider, directory, 64, seconds);
      case "durable" -> DurableSuite.run(provider, directory, seconds);
      case "read" -> ReadSuite.run(provider, directory, Long.getLong("events", 10_000_000), seconds);
      case "reopen" -> ReopenSuite.run(provider, directory);
      case ReopenSuite.LOAD -> ReopenSuite.load(provider, directory, Long.getLong("events", 10_000_000));
      case ReopenSuite.CLEAN, ReopenSuite.KILLED -> ReopenSuite.open(provider, directory, arguments[0]);
      case ReopenSuite.DEATH -> ReopenSuite.die(provider, directory);
      case "keys" -> KeySuite.run(directory, Long.getLong("events", 1_000_000), seconds);
      case "sharing" -> SharingSuite.run(directory, seconds);
      default -> throw new IOException("no suite " + arguments[0]);
    }
    // Some engines leave threads behind.
    System.exit(0);
  }

  private static List<String> names() { return providers().stream().map(LogEngine.Provider::name).toList(); }

  private static List<LogEngine.Provider> providers() {
    var providers = new ArrayList<LogEngine.Provider>(List.of(new Engine("redexdb", RedexEngine::new),
        new Engine("redexdb-receipts", RedexEngine::withReceipts),
        new Engine("raw", (directory, durable) -> new RawEngine(directory, durable, false)),
        new Engine("ring", (directory, durable) -> new RawEngine(directory, durable, true)),
        new Engine("written", WrittenEngine::new), new Engine("file", FileEngine::new)));
    ServiceLoader.load(LogEngine.Provider.class).forEach(providers::add);
    return providers;
  }
}
