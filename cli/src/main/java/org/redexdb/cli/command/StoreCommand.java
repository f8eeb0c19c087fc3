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
    if (!Files.isDirectory(directory))
      throw new UserError("no store at " + directory.toAbsolutePath().normalize()
          + "\n  redex import --db " + directory + " --channel NAME FILE makes one");
    return context.stores().open(directory, purpose);
  }

  static Channel channel(NetDb store, String name) {
    return store.findChannel(name).orElseThrow(() -> new ChannelException.Unknown(name,
        store.channels().stream().map(Channel::name).filter(other -> near(name, other)).toList()));
  }

  private static boolean near(String wanted, String other) {
    return other.contains(wanted) || wanted.contains(other) || distance(wanted, other) <= 2;
  }

  private static int distance(String a, String b) {
    var previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++)
      previous[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      var current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
