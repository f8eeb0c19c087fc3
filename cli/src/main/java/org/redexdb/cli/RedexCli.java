// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli;

import org.redexdb.cli.command.CommandContext;
import org.redexdb.cli.command.RedexCommandLine;
import org.redexdb.cli.runtime.Interruption;
import org.redexdb.cli.runtime.SystemConsole;
import org.redexdb.netdb.NetDb;

/// The `redex` command line.
public final class RedexCli {
  private RedexCli() {}

  /// Runs one command and ends the JVM with its exit code.
  public static void main(String[] arguments) {
    var interruption = Interruption.install();
    int code = RedexCommandLine.execute(new CommandContext(SystemConsole.open(), NetDb::open, interruption::asked),
        arguments);
    interruption.finished();
    System.exit(code);
  }
}
