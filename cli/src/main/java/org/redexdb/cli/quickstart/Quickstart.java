// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.redexdb.cli.console.Console;
import org.redexdb.cli.console.Figures;
import org.redexdb.cli.console.UserError;
import org.redexdb.cli.print.ResultFormat;
import org.redexdb.cli.print.Results;
import org.redexdb.netdb.NetDb;

/// A newcomer's first minute: real events, five questions, the same in Java, and where to go from there.
public final class Quickstart {
  /// Name of the folder, fixed: it is removed each time, so it must not be one that a user may have chosen.
  static final String FOLDER = ".quickstart";

  private final Console console;
  private final Path home;
  private final Function<Path, NetDb> open;

  /// @param home folder whose history is imported, and where the store is made
  public Quickstart(Console console, Path home, Function<Path, NetDb> open) {
    this.console = console;
    this.home = home;
    this.open = open;
  }

  public void run() throws IOException {
    var folder = home.resolve(FOLDER);
    remove(folder);
    Sample sample = GitHistory.isIn(home) ? new GitHistory(home) : new OrderStream();
    var shown = shown(folder);
    say("RedexDB quickstart. A store is a folder: " + shown + " (made anew each time).");
    say("");
    say("Importing " + sample.story() + ".");
    try (var store = open.apply(folder)) {
      long start = console.nanos().getAsLong();
      long events = sample.load(store);
      say("Stored " + Figures.count(events, "event") + " in " + Figures.duration(console.nanos().getAsLong() - start)
          + ", every one of them on disk.");
      var questions = sample.questions(store);
      for (int i = 0; i < questions.size(); i++)
        ask(store, i + 1, questions.get(i));
      java(folder, questions.get(1));
    }
    next(shown, sample);
  }

  private Path shown(Path folder) {
    var here = Path.of("").toAbsolutePath();
    var absolute = folder.toAbsolutePath().normalize();
    return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
  }

  private void ask(NetDb store, int number, Sample.Question question) {
    say("");
    say(number + ". " + question.title() + ". " + question.note());
    say("");
    question.sql().lines().forEach(line -> say("   " + line));
    say("");
    long start = console.nanos().getAsLong();
    try (var cursor = store.query(question.sql())) {
      long rows = Results.write(cursor, ResultFormat.TABLE, console.out(), console.outTerminal() ? 120 : 0);
      say("(" + Figures.count(rows, "row") + ", " + Figures.duration(console.nanos().getAsLong() - start) + ")");
    }
  }

  private void java(Path folder, Sample.Question question) {
    var sql = question.sql().lines().findFirst().orElseThrow().replaceAll(",.*", "");
    var channel = sql.contains("author") ? "commits" : "orders";
    var column = sql.replace("SELECT ", "");
    var query = "SELECT " + column + ", count(*) FROM " + channel + " GROUP BY " + column + " ORDER BY 2 DESC LIMIT 3";
    say("");
    say("The same from Java, in ten lines:");
    say("");
    TenLines.SOURCE.formatted(FOLDER, query).lines().forEach(line -> say("   " + line));
    say("");
    say("prints");
    say("");
    TenLines.run(() -> open.apply(folder), query, line -> say("   " + line));
  }

  private void next(Path shown, Sample sample) {
    boolean git = sample instanceof GitHistory;
    say("");
    say("Next");
    tip("sql --db " + shown, "the shell: \\d lists channels, \\? helps");
    tip("tail --db " + shown + " " + (git ? "commits" : "orders") + " -n 3", "the last events");
    tip("export --db " + shown + " " + (git ? "changes" : "payments") + " --format csv", "a channel as CSV");
    tip("import --db data --channel mine FILE", "your own JSON Lines, JSON, CSV or XES");
    tip("help", "every command");
    console.out().flush();
  }

  private void tip(String command, String what) {
    say(String.format(Locale.ROOT, "   ./redex %-52s %s", command, what));
  }

  private void say(String line) { console.out().println(line); }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) return;
    if (!Files.isDirectory(folder) || Files.isSymbolicLink(folder))
      throw new UserError(folder + " is not a folder; move it away");
    List<Path> content;
    try (var files = Files.walk(folder)) {
      content = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (var file : content)
      Files.delete(file);
  }
}
