// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The channel of a command, with or without the option's name before it.
final class ChannelOption {
  @ArgGroup(exclusive = true, multiplicity = "1")
  private Named named = new Named();

  static final class Named {
    @Option(names = "--channel", paramLabel = "NAME", description = "Name of the channel.")
    private @Nullable String option;

    @Parameters(index = "0", arity = "1", paramLabel = "NAME", description = "Name of the channel.")
    private @Nullable String parameter;
  }

  String name() {
    var given = named.option != null ? named.option : named.parameter;
    if (given == null) throw new IllegalStateException("the parser asks for one of the two");
    return given;
  }
}
