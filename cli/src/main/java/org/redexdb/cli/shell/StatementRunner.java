// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.shell;

import org.redexdb.cli.console.Console;
import org.redexdb.cli.console.Figures;
import org.redexdb.cli.console.UserError;
import org.redexdb.cli.print.ResultFormat;
import org.redexdb.cli.print.Results;
import org.redexdb.meshdb.api.SqlResult;

/// Runs statements in a conversation and prints what they give. In the formats meant for programs, rows are all that goes to
/// the output. Threading: one thread.
public final class StatementRunner {
  private final Console console;
  private final Conversation conversation;
  private ResultFormat format;
  private boolean timing;
  private int widthMax;

  public StatementRunner(Console console, Conversation conversation, ResultFormat format) {
    this.console = console;
    this.conversation = conversation;
    this.format = format;
  }

  Conversation conversation() { return conversation; }

  ResultFormat format() { return format; }

  void format(ResultFormat newFormat) { format = newFormat; }

  boolean timing() { return timing; }

  /// Whether each statement is followed by its time.
  public void timing(boolean on) { timing = on; }

  /// Columns of the terminal, 0 for no limit.
  void widthMax(int columns) { widthMax = columns; }

  /// Runs the statements of a script in turn; the first failure ends it.
  public void script(String text) {
    if (text.stripLeading().startsWith("\\"))
      throw new UserError(text.strip().split("\\s", 2)[0] + " is for the shell; here are statements:"
          + " SHOW CHANNELS lists channels, DESCRIBE name shows the columns of one");
    try {
      conversation.session().split(text).stream().filter(s -> !s.isBlank()).forEach(this::run);
    } finally {
      conversation.giveBack();
    }
  }

  /// Runs one statement.
  void run(String statement) {
    long start = console.nanos().getAsLong();
    try (var result = conversation.execute(statement)) {
      switch (result) {
        case SqlResult.Rows(var cursor) -> {
          long rows = Results.write(cursor, format, console.out(), widthMax);
          if (format == ResultFormat.TABLE) console.out().println("(" + Figures.count(rows, "row") + time(start) + ")");
        }
        case SqlResult.Appended(long count, var positions) -> say("appended " + Figures.count(count, "event")
            + (positions.isEmpty()
                ? ""
                : count == 1
                    ? " at seq " + positions.getFirst().seq()
                    : ", seq " + positions.getFirst().seq() + " to " + positions.getLast().seq())
            + time(start));
        case SqlResult.Done(String message) -> say(message + time(start));
      }
    }
    console.out().flush();
  }

  private void say(String line) {
    if (format == ResultFormat.TABLE) {
      console.out().println(line);
    } else {
      console.notice(line);
    }
  }

  private String time(long start) {
    return timing ? ", " + Figures.duration(console.nanos().getAsLong() - start) : "";
  }
}
