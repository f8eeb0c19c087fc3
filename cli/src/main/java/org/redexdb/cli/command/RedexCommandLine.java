// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.redexdb.cli.console.Console;
import org.redexdb.cli.console.ErrorBlock;
import org.redexdb.cli.console.Interrupts;
import org.redexdb.cli.ingest.SourceFormat;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Puts the commands together: parsing, errors, exit codes.
public final class RedexCommandLine {
  private static final int FAILED = 1;
  private static final String VERBOSE = "--verbose";

  private RedexCommandLine() {}

  /// Runs one command line.
  ///
  /// @return exit code: 0 done, 1 failed, 2 not understood
  public static int execute(Console console, StoreOpener stores, Interrupts interrupts, String... arguments) {
    boolean verbose = Arrays.asList(arguments).contains(VERBOSE);
    int code = commandLine(new CommandContext(console, stores, interrupts, verbose)).execute(arguments);
    console.out().flush();
    console.err().flush();
    return code;
  }

  private static CommandLine commandLine(CommandContext context) {
    var console = context.console();
    var line = new CommandLine(new RootCommand(), new ContextFactory(context));
    line.getSubcommands().values().forEach(RedexCommandLine::addCommonOptions);
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(SourceFormat.class, RedexCommandLine::format);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler((failure, _) -> {
      var command = failure.getCommandLine();
      command.getErr().println(Misunderstanding.of(failure));
      command.getErr().println("  " + command.getCommandSpec().qualifiedName() + " --help has the options");
      return command.getCommandSpec().exitCodeOnInvalidInput();
    });
    line.setExecutionExceptionHandler((failure, _, _) -> {
      console.out().flush();
      ErrorBlock.print(console.err(), failure, context.verbose());
      return FAILED;
    });
    return line;
  }

  private static SourceFormat format(String text) {
    try {
      return SourceFormat.of(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException("\"" + text + "\" is none of them: " + e.getMessage());
    }
  }

  private static void addCommonOptions(CommandLine command) {
    var spec = command.getCommandSpec();
    if (spec.findOption("-h") != null) return;
    spec.addOption(OptionSpec.builder(VERBOSE).type(boolean.class).description("Show the stack trace of an error.")
        .build());
    spec.addOption(OptionSpec.builder("-h", "--help").type(boolean.class).usageHelp(true).description(
        "Show this help.").build());
  }

  /// Hands the context to the commands that want it.
  private record ContextFactory(CommandContext context) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type == ImportCommand.class) return type.cast(new ImportCommand(context));
      if (type == SqlCommand.class) return type.cast(new SqlCommand(context));
      if (type == ExportCommand.class) return type.cast(new ExportCommand(context));
      if (type == TailCommand.class) return type.cast(new TailCommand(context));
      if (type == ChannelsCommand.class) return type.cast(new ChannelsCommand(context));
      if (type == StatusCommand.class) return type.cast(new StatusCommand(context));
      if (type == VerifyCommand.class) return type.cast(new VerifyCommand(context));
      if (type == RepairCommand.class) return type.cast(new RepairCommand(context));
      if (type == RebuildCatalogCommand.class) return type.cast(new RebuildCatalogCommand(context));
      if (type == QuickstartCommand.class) return type.cast(new QuickstartCommand(context));
      return CommandLine.defaultFactory().create(type);
    }
  }
}
