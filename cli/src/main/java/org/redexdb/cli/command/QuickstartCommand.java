// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.redexdb.cli.command.StoreOpener.Purpose;
import org.redexdb.cli.quickstart.Quickstart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `redex quickstart`.
@Command(name = "quickstart", description = "See what RedexDB does, in a minute, on real events: the git history of this"
    + " checkout.")
final class QuickstartCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(names = "--home", paramLabel = "DIR", hidden = true, description = "Folder to take the history of.")
  private Path home = Path.of(System.getProperty("redex.home", ""));

  QuickstartCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    new Quickstart(context.console(), home.toAbsolutePath().normalize(), folder -> context.stores().open(folder,
        Purpose.CREATE)).run();
    return 0;
  }

}
