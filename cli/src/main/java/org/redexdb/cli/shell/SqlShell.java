// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser.ParseContext;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.redexdb.cli.console.Console;
import org.redexdb.cli.console.ErrorBlock;
import org.redexdb.cli.print.ResultFormat;
import org.redexdb.meshdb.api.Column;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.Channel;
import org.redexdb.storage.api.RedexException;

/// The interactive shell: statements end with a semicolon and may span lines, commands begin with a backslash. Ctrl-C
/// clears the line or cancels the running statement, Ctrl-D leaves.
public final class SqlShell {
  private static final int HISTORY_MAX = 5_000;

  private final Console console;
  private final StatementRunner runner;
  private final boolean verbose;

  public SqlShell(Console console, StatementRunner runner, boolean verbose) {
    this.console = console;
    this.runner = runner;
    this.verbose = verbose;
  }

  /// Reads and runs until the user leaves.
  ///
  /// @param history file that keeps what was typed
  public void run(Path history) throws IOException {
    runner.timing(true);
    try (var terminal = TerminalBuilder.builder().name("redex").system(true).build()) {
      terminal.handle(Terminal.Signal.INT, _ -> runner.conversation().cancel());
      var reader = reader(terminal, history);
      greet();
      while (true) {
        try {
          var line = reader.readLine("redex> ").strip();
          runner.widthMax(terminal.getSize().getColumns());
          if (!line.isEmpty() && !execute(line)) return;
        } catch (UserInterruptException _) {
          // Ctrl-C at the prompt gives a fresh line, as in every shell.
        } catch (EndOfFileException _) {
          return;
        }
      }
    }
  }

  private LineReader reader(Terminal terminal, Path history) {
    return LineReaderBuilder.builder().terminal(terminal).appName("redex").parser(new StatementParser())
        .completer(new NameCompleter(this::channelNames, this::columnNames)).variable(LineReader.HISTORY_FILE, history)
        .variable(LineReader.HISTORY_SIZE, HISTORY_MAX).variable(LineReader.SECONDARY_PROMPT_PATTERN, "    -> ")
        .variable(LineReader.INDENTATION, 0).option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .option(LineReader.Option.CASE_INSENSITIVE, true).build();
  }

  private void greet() {
    int channels = store().channels().size();
    console.out().println(store().directory() + ": " + channels + (channels == 1 ? " channel" : " channels")
        + (runner.conversation().readOnly() ? ", read-only" : "")
        + ". Statements end with ;  \\? helps, \\q leaves.");
    store().recoveryNotes().forEach(note -> console.out().println("note: " + note));
    console.out().flush();
  }

  /// @return false to leave
  boolean execute(String line) {
    try {
      if (line.startsWith("\\") || line.equalsIgnoreCase("help") || line.equalsIgnoreCase("quit")
          || line.equalsIgnoreCase("exit"))
        return command(line);
      runner.script(line);
    } catch (RedexException e) {
      console.out().flush();
      ErrorBlock.print(console.err(), e, verbose);
    } catch (RuntimeException e) {
      // A defect in one statement must not take the session with it.
      console.out().flush();
      ErrorBlock.print(console.err(), e, verbose);
    }
    return true;
  }

  private boolean command(String line) {
    var words = line.replaceAll(";$", "").split("\\s+", 2);
    var argument = words.length > 1 ? words[1].strip() : "";
    switch (words[0].toLowerCase(Locale.ROOT)) {
      case "\\q", "quit", "exit" -> {
        return false;
      }
      case "\\d" -> {
        if (argument.isEmpty()) {
          ChannelList.print(store(), console.out(), runner.format());
        } else {
          runner.run("DESCRIBE " + identifier(argument));
        }
      }
      case "\\timing" -> {
        runner.timing(argument.isEmpty() ? !runner.timing() : argument.equalsIgnoreCase("on"));
        console.out().println("timing is " + (runner.timing() ? "on" : "off"));
      }
      case "\\format" -> format(argument);
      case "\\?", "\\h", "\\help", "help" -> help();
      default -> console.out().println("no command " + words[0] + "; \\? lists them");
    }
    console.out().flush();
    return true;
  }

  private void format(String argument) {
    for (var format : ResultFormat.values()) {
      if (format.name().equalsIgnoreCase(argument)) runner.format(format);
    }
    console.out().println("format is " + runner.format().name().toLowerCase(Locale.ROOT));
  }

  private void help() {
    console.out().print("""
        \\d               channels
        \\d NAME          columns of a channel
        \\timing [on|off] time of each statement
        \\format F        table, csv or jsonl
        \\q               leave (also Ctrl-D)
        Tab completes keywords, channels and columns; Ctrl-C cancels a running statement.

        SELECT * FROM orders WHERE amount > 10 ORDER BY ts LIMIT 5;
        SELECT date_trunc('month', event_time) AS month, count(*) FROM orders GROUP BY 1;
        SELECT * FROM orders AS OF SEQ 100;
        SELECT payload."case:concept:name" FROM receipt ORDER BY seq DESC LIMIT 10;
        """);
  }

  /// A channel's name as SQL takes it: quoted unless it is a plain word.
  public static String identifier(String name) {
    return name.startsWith("\"") || name.matches("[a-z_][a-z0-9_]*") ? name : "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private NetDb store() { return runner.conversation().store(); }

  private List<String> channelNames() { return store().channels().stream().map(Channel::name).toList(); }

  private List<String> columnNames(String channel) {
    try {
      return runner.conversation().session().prepare("SELECT * FROM " + identifier(channel)).columns().stream()
          .map(Column::name)
          .toList();
    } catch (RedexException _) {
      // Completion is a courtesy; the statement itself will say what is wrong.
      return List.of();
    }
  }

  /// Asks for a further line until the statement is complete.
  private static final class StatementParser extends DefaultParser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      var text = line.strip();
      boolean single = text.isEmpty() || text.startsWith("\\") || text.matches("(?i)help|quit|exit");
      if (context == ParseContext.ACCEPT_LINE && !single && !StatementEnd.complete(text))
        throw new EOFError(-1, cursor, "the statement has no ; yet");
      return super.parse(line, cursor, ParseContext.COMPLETE);
    }
  }
}
