// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import java.util.Collection;
import java.util.List;
import org.redexdb.redex.api.NearNames;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// What to say of a command line that was not understood: first what was typed wrong, because what is missing may be
/// missing for that.
final class Misunderstanding {
  private Misunderstanding() {}

  static String of(ParameterException failure) {
    var command = failure.getCommandLine();
    var unmatched = command.getUnmatchedArguments();
    if (unmatched.isEmpty()) return String.valueOf(failure.getMessage());
    var first = unmatched.getFirst();
    var commands = command.getSubcommands();
    if (!commands.isEmpty() && !isOption(first))
      return "no command \"" + first + "\"" + near(first, commands.keySet());
    for (var typed : unmatched) {
      if (!isOption(typed)) continue;
      var name = typed.split("=", 2)[0];
      return "no option " + name + near(name, command.getCommandSpec().optionsMap().keySet());
    }
    return "\"" + first + "\" is one argument too many" + meantAsStore(command, first);
  }

  private static boolean isOption(String argument) { return argument.startsWith("-") && argument.length() > 1; }

  private static String meantAsStore(CommandLine command, String argument) {
    var db = command.getCommandSpec().findOption("--db");
    boolean given = db == null || command.getParseResult() != null && command.getParseResult().hasMatchedOption("--db");
    return given ? "" : "; a store is named with --db " + argument;
  }

  private static String near(String typed, Collection<String> names) {
    // Every option of one letter is near to every other.
    List<String> near = typed.length() <= 2 ? List.of() : NearNames.of(typed, names);
    return near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
  }
}
