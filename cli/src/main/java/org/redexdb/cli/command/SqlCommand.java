// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.cli.command.StoreOpener.Purpose;
import org.redexdb.cli.print.ResultFormat;
import org.redexdb.cli.shell.Conversation;
import org.redexdb.cli.shell.SqlShell;
import org.redexdb.cli.shell.StatementRunner;
import org.redexdb.netdb.NetDb;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `redex sql`.
@Command(name = "sql", description = "Run SQL: statements of -c, then of -f; else the shell on a terminal, or a script"
    + " from standard input.", footer = {"",
        "csv writes a header line, then rows; empty is NULL, \"\" is an empty text."})
final class SqlCommand implements Callable<Integer> {
  private final CommandContext context;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Place place = new Place();

  static final class Place {
    @Option(names = "--db", paramLabel = "DIR", description = "Folder of the store.")
    private @Nullable Path db;

    @Option(names = "--url", paramLabel = "URL", description = "JDBC URL of the store, jdbc:redexdb:DIR[?option=value&…].")
    private @Nullable String url;
  }

  @Option(names = "--format", paramLabel = "table|csv|jsonl", description = "How rows are written. Default: table.")
  private ResultFormat format = ResultFormat.TABLE;

  @Option(names = "-c", paramLabel = "SQL", description = "Statements to run; may be repeated.")
  private List<String> statements = new ArrayList<>();

  @Option(names = "-f", paramLabel = "FILE", description = "File of statements, - for standard input; may be repeated.")
  private List<String> files = new ArrayList<>();

  @Option(names = "--read-only", description = "Only read: another process may write meanwhile.")
  private boolean readOnly;

  @Option(names = "--timing", description = "Show how long each statement took.")
  private boolean timing;

  SqlCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    var address = place.url != null ? StoreUrl.parse(place.url) : new StoreUrl(directory(), Purpose.WRITE, Map.of());
    var purpose = readOnly ? Purpose.READ : address.purpose();
    if (context.console().inTerminal() && statements.isEmpty() && files.isEmpty()) {
      shell(address, purpose);
      return 0;
    }
    // All input first: whoever waits for it must not hold the writer meanwhile.
    var scripts = new ArrayList<>(statements);
    for (var file : files) scripts.add(read(file));
    if (scripts.isEmpty()) scripts.add(read("-"));
    try (var conversation = conversation(address, purpose)) {
      context.interrupts().onAsk(conversation::cancel);
      var runner = new StatementRunner(context.console(), conversation, format);
      runner.timing(timing);
      scripts.forEach(runner::script);
    }
    return 0;
  }

  private Supplier<NetDb> opener(StoreUrl address, Purpose purpose) {
    return () -> StoreCommand.openExisting(address.directory(), purpose, context);
  }

  private void shell(StoreUrl address, Purpose purpose) throws IOException {
    try (var conversation = conversation(address, purpose)) {
      new SqlShell(context.console(), new StatementRunner(context.console(), conversation, format),
          context.verbose()).run(Path.of(System.getProperty("user.home"), ".redex_history"));
    }
  }

  /// Whoever asks for `access=write` keeps the writer; else it is taken when a statement needs it.
  private Conversation conversation(StoreUrl address, Purpose purpose) {
    if (purpose != Purpose.WRITE) return Conversation.in(opener(address, purpose), address.options());
    // A writer that was killed may have left events that only the next writer sees: that one is here and goes at once.
    try (var store = opener(address, Purpose.WRITE).get()) {
      store.recoveryNotes().forEach(note -> context.console().notice("note: " + note));
    }
    return Conversation.reading(opener(address, Purpose.READ), opener(address, Purpose.WRITE_OR_FAIL),
        address.options());
  }

  private Path directory() {
    if (place.db == null) throw new IllegalStateException("the parser asks for --db or --url");
    return place.db;
  }

  private String read(String file) throws IOException {
    return file.equals("-")
        ? new String(context.console().in().readAllBytes(), StandardCharsets.UTF_8)
        : Files.readString(Path.of(file));
  }
}
