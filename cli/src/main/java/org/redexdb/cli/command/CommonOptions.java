// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import picocli.CommandLine.Option;

/// Options of every command.
public final class CommonOptions {
  @Option(names = "--verbose", description = "Show the stack trace of an error.")
  private boolean verbose;

  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
  private boolean help;

  public boolean verbose() { return verbose; }

  boolean help() { return help; }
}
