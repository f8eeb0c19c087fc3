// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import org.redexdb.cli.print.ResultFormat;
import org.redexdb.cli.shell.ChannelList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `redex channels`.
@Command(name = "channels", description = "List the channels of a store.")
final class ChannelsCommand extends StoreCommand {
  @Option(names = "--format", paramLabel = "table|csv|jsonl", description = "How rows are written. Default: table.")
  private ResultFormat format = ResultFormat.TABLE;

  ChannelsCommand(CommandContext context) { super(context); }

  @Override
  public Integer call() {
    try (var store = openToRead()) {
      ChannelList.print(store, console().out(), format);
    }
    return 0;
  }
}
