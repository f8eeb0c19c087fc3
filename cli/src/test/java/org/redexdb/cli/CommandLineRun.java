// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.redexdb.cli.command.RedexCommandLine;
import org.redexdb.cli.console.Console;
import org.redexdb.cli.console.Interrupts;

/// What one command line gave: the exit code and both streams.
record CommandLineRun(int code, String out, String err) {
  static CommandLineRun of(String... arguments) { return withInput("", arguments); }

  static CommandLineRun withInput(String input, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var console = new Console(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, false, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), false,
        false, false, System::nanoTime);
    int code = RedexCommandLine.execute(console, RedexCli::open, Interrupts.NONE, arguments);
    return new CommandLineRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// Fails with the error block when the command failed.
  CommandLineRun ok() {
    if (code != 0) throw new AssertionError("exit code " + code + "\n" + out + err);
    return this;
  }

  /// A file of the shared real data; the test is skipped where that folder is not.
  static String shared(String name) {
    var folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("bom/pom.xml")))
      folder = folder.getParent();
    var file = folder == null ? Path.of(name) : folder.resolveSibling("shared").resolve("data").resolve(name);
    Assumptions.assumeTrue(Files.exists(file), "no shared data at " + file);
    return file.toString();
  }
}
