// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// Another JVM with the class path of this one.
public final class ChildJvm {
  private static final int SIGKILL_EXIT_CODE = 128 + 9;
  private static final long END_SECONDS_MAX = 60;

  private ChildJvm() {}

  /// Starts `main` with its standard error shown here.
  public static Process start(Class<?> main, List<String> arguments) throws IOException {
    return builder(main, arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /// Starts `main` with its standard error in its output.
  public static Process startQuiet(Class<?> main, List<String> arguments) throws IOException {
    return builder(main, arguments).redirectErrorStream(true).start();
  }

  private static ProcessBuilder builder(Class<?> main, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-ea", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
        main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /// Kills a child that tells of numbers through its output, as longs, after so many of them.
  ///
  /// @param told gets all numbers in order, also those that the child told of before the kill came
  public static void killAfter(Process child, int numbers, LongConsumer told) throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(child.getInputStream()))) {
      for (int i = 0; i < numbers; i++) told.accept(in.readLong());
      // Not through the process object: that would close the pipe with what is still in it.
      child.toHandle().destroyForcibly();
      while (true) told.accept(in.readLong());
    } catch (EOFException e) {
      awaitKilled(child);
    }
  }

  /// Waits for the end of a killed process and checks that nothing else ended it.
  public static void awaitKilled(Process child) throws IOException {
    assertThat(exitCode(child)).as("exit code of the killed process").isEqualTo(SIGKILL_EXIT_CODE);
  }

  /// Waits for the end of a process.
  public static int exitCode(Process child) throws IOException {
    try {
      if (child.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) return child.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    child.destroyForcibly();
    throw new IOException("process " + child.pid() + " did not end");
  }
}
