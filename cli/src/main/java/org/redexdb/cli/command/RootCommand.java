// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `redex` itself.
@Command(name = "redex", description = "The event store that a JVM program carries inside itself.", versionProvider = Version.class, synopsisSubcommandLabel = "COMMAND", subcommands = {
    QuickstartCommand.class, ImportCommand.class, SqlCommand.class, ExportCommand.class,
    TailCommand.class, ChannelsCommand.class, VerifyCommand.class, HelpCommand.class}, footer = {"",
        "Results go to standard output, everything else to standard error.",
        "Exit codes: 0 done, 1 failed, 2 not understood."})
public final class RootCommand implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Mixin
  private CommonOptions common = new CommonOptions();

  @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show the version.")
  private boolean version;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command; redex quickstart is a good one");
  }

  boolean verbose() { return common.verbose() || version; }
}
