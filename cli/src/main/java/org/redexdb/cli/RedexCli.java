// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli;

import java.nio.file.Path;
import org.redexdb.cli.command.RedexCommandLine;
import org.redexdb.cli.command.StoreOpener.Purpose;
import org.redexdb.cli.runtime.ShutdownInterrupts;
import org.redexdb.cli.runtime.SystemConsole;
import org.redexdb.netdb.NetDb;
import org.redexdb.netdb.OpenOptions;
import org.redexdb.netdb.OpenOptions.Access;

/// The `redex` command line.
public final class RedexCli {
  private RedexCli() {}

  /// Runs one command and ends the JVM with its exit code.
  public static void main(String[] arguments) {
    var interrupts = ShutdownInterrupts.install();
    int code = RedexCommandLine.execute(SystemConsole.open(), RedexCli::open, interrupts, arguments);
    interrupts.finished();
    System.exit(code);
  }

  static NetDb open(Path directory, Purpose purpose) {
    return NetDb.open(directory, switch (purpose) {
      case CREATE -> OpenOptions.DEFAULTS.withAccess(Access.WRITE);
      case WRITE -> OpenOptions.DEFAULTS.withCreate(false);
      case WRITE_OR_FAIL -> OpenOptions.DEFAULTS.withCreate(false).withAccess(Access.WRITE);
      case READ -> OpenOptions.DEFAULTS.withCreate(false).withAccess(Access.READ_ONLY);
    });
  }
}
