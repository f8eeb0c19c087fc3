// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.redexdb.cli.command.StoreOpener.Purpose;
import org.redexdb.cli.console.Console;
import org.redexdb.cli.console.UserError;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.NearNames;
import picocli.CommandLine.Option;

/// A command on the store in `--db`.
abstract class StoreCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(names = "--db", required = true, paramLabel = "DIR", description = "Folder of the store.")
  private Path db = Path.of("");

  StoreCommand(CommandContext context) {
    this.context = context;
  }

  final CommandContext context() { return context; }

  final Console console() { return context.console(); }

  final Path directory() { return db; }

  /// Opens the store for reading: writes nothing and leaves the writer's place to others.
  final NetDb openToRead() { return openExisting(db, Purpose.READ, context); }

  /// Opens a store that must be there. Only `import` and `quickstart` make one: a mistyped folder is an error, not an
  /// empty store.
  static NetDb openExisting(Path directory, Purpose purpose, CommandContext context) {
    requireFolder(directory);
    return context.stores().open(directory, purpose);
  }

  final void requireFolder() { requireFolder(db); }

  private static void requireFolder(Path directory) {
    if (!Files.isDirectory(directory))
      throw new UserError("no store at " + directory.toAbsolutePath().normalize()
          + "\n  redex import --db " + directory + " --channel NAME FILE makes one");
  }

  static Channel channel(NetDb store, String name) {
    return store.findChannel(name).orElseThrow(() -> new ChannelException.Unknown(name,
        NearNames.of(name, store.channels().stream().map(Channel::name).toList())));
  }
}
