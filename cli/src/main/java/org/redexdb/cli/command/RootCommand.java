// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `redex` itself.
@Command(name = "redex", description = "The event store that a JVM program carries inside itself.", mixinStandardHelpOptions = true, versionProvider = Version.class, synopsisSubcommandLabel = "COMMAND", subcommands = {
    QuickstartCommand.class, ImportCommand.class, SqlCommand.class, ExportCommand.class, TailCommand.class,
    ChannelsCommand.class, StatusCommand.class, VerifyCommand.class, RepairCommand.class, RebuildCatalogCommand.class,
    HelpCommand.class}, footer = {"", "Results go to standard output, everything else to standard error.",
        "Exit codes: 0 done, 1 failed, 2 not understood."})
final class RootCommand implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command; redex quickstart is a good one to begin with");
  }
}
