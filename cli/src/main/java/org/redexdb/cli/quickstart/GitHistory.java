// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.netdb.NetDb;

/// The history of the git repository that a folder is in: a channel of commits, and one of the files they changed.
final class GitHistory implements Sample {
  /// The newest commits that are taken; more would make the first minute a longer one.
  static final int COMMITS_MAX = 5_000;

  private static final char FIELD = '\u001f';
  private static final char HEAD = '\u0001';
  private static final int KEY_CHARS_MAX = 300;

  private final Path folder;
  private long commits;

  GitHistory(Path folder) {
    this.folder = folder;
  }

  /// Whether git is there and the folder has a history.
  static boolean isIn(Path folder) {
    try {
      var git = git(folder, "rev-parse", "--verify", "--quiet", "HEAD");
      try (var lines = git.inputReader(StandardCharsets.UTF_8)) {
        return lines.readLine() != null && git.waitFor() == 0;
      }
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Process git(Path folder, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("git", "-C", folder.toString(), "-c", "core.quotePath=false", "-c",
        "log.showSignature=false"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectInput(Redirect.from(Path.of("/dev/null").toFile())).redirectError(
        Redirect.DISCARD).start();
  }

  @Override
  public String story() {
    return "the git history of " + folder + ": channel commits, and channel changes with the files of each commit";
  }

  @Override
  public long load(NetDb store) {
    var commitBatches = new Batches(store.channel("commits"));
    var changeBatches = new Batches(store.channel("changes"));
    try {
      var log = git(folder, "log", "--reverse", "--no-color", "--no-renames", "--numstat", "-n", Integer.toString(
          COMMITS_MAX), "--encoding=UTF-8", "--format=%x01%H%x1f%P%x1f%an%x1f%ct%x1f%s");
      try (var lines = log.inputReader(StandardCharsets.UTF_8)) {
        read(lines, commitBatches, changeBatches);
      }
      commits = commitBatches.flush();
      return commits + changeBatches.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(BufferedReader lines, Batches commits, Batches changes) throws IOException {
    Commit commit = null;
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isEmpty() && line.charAt(0) == HEAD) {
        if (commit != null) commit.store(commits, changes);
        commit = Commit.parse(line.substring(1));
      } else if (commit != null && !line.isBlank()) {
        commit.change(line);
      }
    }
    if (commit != null) commit.store(commits, changes);
  }

  @Override
  public List<Question> questions(NetDb store) {
    long half = Math.max(0, commits / 2 - 1);
    return List.of(
        new Question("Filter", "A payload field is a column; nothing was declared.", """
            SELECT seq, author, files, added, subject
            FROM commits
            WHERE added >= 100 AND files > 1
            ORDER BY added DESC LIMIT 5"""),
        new Question("Group", "Aggregates over any field.", """
            SELECT author, count(*) AS commits, sum(added) AS added, sum(deleted) AS deleted
            FROM commits
            GROUP BY author
            ORDER BY commits DESC, author LIMIT 5"""),
        new Question("By month", "event_time is when it happened, ts when it was stored.", """
            SELECT date_trunc('month', event_time) AS month, count(*) AS commits, sum(added) AS added
            FROM commits
            GROUP BY date_trunc('month', event_time)
            ORDER BY month"""),
        new Question("Join", "Two channels, like two tables.", """
            SELECT ch.folder, count(DISTINCT co.author) AS authors, count(*) AS changes, sum(ch.added) AS added
            FROM changes ch JOIN commits co ON ch.hash = co.hash
            GROUP BY ch.folder
            ORDER BY changes DESC, ch.folder LIMIT 8"""),
        new Question("Time travel",
            "The channel as it was when event " + half + " was its last; every earlier state stays"
                + " readable.",
            """
                SELECT count(*) AS commits, sum(added) AS added, max(event_time) AS newest
                FROM commits AS OF SEQ %d""".formatted(half)));
  }

  /// One commit on its way into the channels.
  private static final class Commit {
    private record Change(String path, long added, long deleted, boolean binary) {
    }

    private final String hash;
    private final int parents;
    private final String author;
    private final long timeNanos;
    private final String subject;
    private final List<Change> changes = new ArrayList<>();

    private Commit(String[] fields) {
      hash = fields[0];
      parents = fields[1].isBlank() ? 0 : fields[1].split(" ").length;
      author = fields[2];
      timeNanos = Math.multiplyExact(Long.parseLong(fields[3]), 1_000_000_000L);
      subject = fields[4];
    }

    static @Nullable Commit parse(String line) {
      var fields = line.split(String.valueOf(FIELD), -1);
      return fields.length == 5 ? new Commit(fields) : null;
    }

    void change(String line) {
      var fields = line.split("\t", 3);
      if (fields.length < 3) return;
      boolean binary = fields[0].equals("-");
      changes.add(new Change(fields[2], binary ? 0 : Long.parseLong(fields[0]), binary ? 0 : Long.parseLong(fields[1]),
          binary));
    }

    void store(Batches commits, Batches files) {
      commits.add(parents > 1 ? "merge" : "commit", cut(author), timeNanos, json -> {
        json.writeStringProperty("hash", hash);
        json.writeStringProperty("author", author);
        json.writeStringProperty("subject", subject);
        json.writeNumberProperty("parents", parents);
        json.writeNumberProperty("files", changes.size());
        json.writeNumberProperty("added", changes.stream().mapToLong(Change::added).sum());
        json.writeNumberProperty("deleted", changes.stream().mapToLong(Change::deleted).sum());
      });
      for (var change : changes) {
        files.add("change", cut(change.path), timeNanos, json -> {
          json.writeStringProperty("hash", hash);
          json.writeStringProperty("path", change.path);
          int slash = change.path.indexOf('/');
          json.writeStringProperty("folder", slash < 0 ? "." : change.path.substring(0, slash));
          json.writeNumberProperty("added", change.added);
          json.writeNumberProperty("deleted", change.deleted);
          json.writeBooleanProperty("binary", change.binary);
        });
      }
    }

    // Keys have a limit in bytes; three a character are the most that text of one UTF-16 unit takes.
    private static String cut(String key) {
      return key.length() <= KEY_CHARS_MAX ? key : key.substring(0, KEY_CHARS_MAX);
    }
  }
}
