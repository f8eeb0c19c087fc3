// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.redexdb.cli.command.StoreOpener.Purpose;
import org.redexdb.cli.console.Figures;
import org.redexdb.cli.console.ProgressLine;
import org.redexdb.cli.console.UserError;
import org.redexdb.cli.ingest.Extraction;
import org.redexdb.cli.ingest.FieldPath;
import org.redexdb.cli.ingest.IngestException;
import org.redexdb.cli.ingest.Source;
import org.redexdb.cli.ingest.SourceFormat;
import org.redexdb.cli.ingest.TimeFormat;
import org.redexdb.cli.load.Importer;
import org.redexdb.cli.load.ShadowedNames;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.ChannelName;
import org.redexdb.storage.api.RedexException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `redex import`.
@Command(name = "import", description = "Store the events of a file, or of standard input, in a channel.", footer = {"",
    "Events are stored in whole batches. When the import stops, for whatever reason, the same command goes on",
    "behind the last stored line; on a file that was imported to its end it stores only what was added since.",
    "JSON Lines and elements of a JSON array are stored byte for byte. A row of a CSV file becomes an object: numbers",
    "and booleans are typed, empty values left out. An XES event carries the attributes of its trace as case:…; its",
    "time, type and key are time:timestamp, concept:name and case:concept:name unless said otherwise."})
final class ImportCommand extends StoreCommand {
  /// What to do with a line that cannot be stored.
  enum OnError { stop, skip }

  private static final int BAD_LINES_SHOWN_MAX = 20;

  @Option(names = "--channel", required = true, paramLabel = "NAME", description = "Channel to append to; made if it is not there.")
  private String channel = "";

  @Option(names = "--format", paramLabel = "F", description = "jsonl, json (one array), csv or xes, each plain or packed with gzip. Default: by name and content.")
  private @Nullable SourceFormat format;

  @Option(names = "--time-field", paramLabel = "FIELD", description = "Field that fills event_time: a top-level name, or a JSON pointer such as /meta/at.")
  private @Nullable String timeField;

  @Option(names = "--time-format", paramLabel = "P", description = "iso, epoch-s, epoch-ms, epoch-us, epoch-ns, or a pattern such as 'yyyy/MM/dd HH:mm'. Default: ISO-8601"
      + " text, or a number from the epoch in the unit its size suggests.")
  private @Nullable String timeFormat;

  @Option(names = "--time-zone", paramLabel = "ZONE", description = "Zone of times that name none, such as Europe/Paris. Default: UTC.")
  private String timeZone = "UTC";

  @Option(names = "--type-field", paramLabel = "FIELD", description = "Field that fills event_type.")
  private @Nullable String typeField;

  @Option(names = "--key-field", paramLabel = "FIELD", description = "Field that fills event_key.")
  private @Nullable String keyField;

  @Option(names = "--on-error", paramLabel = "stop|skip", description = "At a bad line: stop (default), or name it and go on.")
  private OnError onError = OnError.stop;

  @Option(names = "--strings", description = "CSV: keep every value as text.")
  private boolean strings;

  @Option(names = "--delimiter", paramLabel = "C", description = "CSV: the delimiter. Default: the one the header uses of , ; | and tab.")
  private @Nullable Character delimiter;

  @Option(names = "--again", description = "Import the whole file although it was imported before.")
  private boolean again;

  @Option(names = "--import-id", paramLabel = "ID", description = "Name by which a rerun is recognised; for standard input, or a file that moves. Default: the file's path.")
  private @Nullable String importId;

  @Parameters(index = "0", paramLabel = "FILE|-", description = "File to read, - for standard input.")
  private String file = "";

  ImportCommand(CommandContext context) { super(context); }

  @Override
  public Integer call() throws IOException {
    if (delimiter != null && !Source.isDelimiter(delimiter))
      throw new UserError("--delimiter is one ASCII character, not a quote or line end");
    var options = new Source.Options(format, delimiter, strings, extraction());
    long total = file.equals("-") ? -1 : Files.size(existing());
    ChannelName.check(channel);
    // The source first: what cannot be read at all makes no store.
    try (var source = Source.open(input(), name(), options);
        var store = context().stores().open(directory(), Purpose.CREATE)) {
      if (source.guessed() && source.format() == SourceFormat.CSV)
        console().notice("reading " + name() + " as CSV with a header, by its first line; --format says otherwise");
      return run(store, source, total);
    } catch (IngestException e) {
      throw new UserError(name() + ": " + e.getMessage());
    }
  }

  private int run(NetDb store, Source source, long total) throws IOException {
    var names = new ShadowedNames(source.reader());
    try (var progress = new ProgressLine(console(), "importing into " + channel, "event")) {
      var listener = new Reporting(progress, source, total);
      var importer = new Importer(store.findChannel(channel).orElse(null), () -> store.channel(channel), names,
          sourceId(), onError == OnError.skip, listener,
          context().interrupts()::asked);
      // It ends by itself behind the event it is at.
      context().interrupts().onAsk(() -> {});
      Importer.Outcome outcome;
      try {
        outcome = importer.run(again);
      } catch (RedexException e) {
        if (importer.storedLine() > 0)
          console().notice("stored up to line " + Figures.count(importer.storedLine()) + " before this:");
        throw e;
      }
      long elapsed = progress.elapsedNanos();
      progress.wipe();
      return report(outcome, names, elapsed);
    }
  }

  private int report(Importer.Outcome outcome, ShadowedNames names, long elapsedNanos) {
    if (outcome.skipped() > BAD_LINES_SHOWN_MAX)
      console().notice("… and " + Figures.count(outcome.skipped() - BAD_LINES_SHOWN_MAX, "more bad line"));
    if (outcome.skipped() > 0) console().notice("skipped " + Figures.count(outcome.skipped(), "bad line"));
    if (timeField != null && outcome.withoutTime() > 0)
      console().notice(Figures.count(outcome.withoutTime(), "event") + " without a value in " + timeField
          + ": event_time is NULL there");
    for (var name : names.found())
      console().notice("note: in SQL " + name + " is the event's own; the field of the payload is payload." + name);
    if (outcome.stored() > 0) {
      console().out().println("imported " + Figures.count(outcome.stored(), "event") + " into " + channel + " (seq "
          + outcome.firstSeq() + " to " + outcome.lastSeq() + ") in " + Figures.duration(elapsedNanos) + ", "
          + Figures.count(Figures.rate(outcome.stored(), elapsedNanos)) + " events/s");
    } else if (outcome.stop() == null && outcome.before() > 0) {
      console().out().println("nothing new: all " + Figures.count(outcome.before(), "event") + " of " + name()
          + " are in " + channel + " already; --again imports them once more");
    } else if (outcome.stop() == null) {
      console().out().println("no events in " + name());
    }
    console().out().flush();
    return outcome.stop() == null ? 0 : stopped(outcome, outcome.stop());
  }

  private int stopped(Importer.Outcome outcome, Importer.Stop stop) {
    var where = outcome.lastLine() == 0
        ? "nothing is stored"
        : "last stored: line " + Figures.count(outcome.lastLine());
    var next = sourceId() == null
        ? "standard input is not recognised again: feed only what follows, or use --import-id from the start"
        : "the same command goes on behind it" + (stop.line() > 0 ? " once the input is put right" : "")
            + (stop.skippable() ? "; --on-error skip passes over bad lines" : "");
    throw new UserError(
        name() + (stop.line() > 0 ? ": line " + stop.line() : "") + ": " + stop.reason() + "\n  " + where
            + "; " + next);
  }

  private Extraction extraction() {
    try {
      return new Extraction(path(timeField), path(typeField), path(keyField),
          TimeFormat.of(timeFormat, ZoneId.of(timeZone)));
    } catch (DateTimeException e) {
      throw new UserError("--time-zone " + timeZone + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new UserError("--time-format " + timeFormat + ": " + e.getMessage());
    }
  }

  private static @Nullable FieldPath path(@Nullable String field) { return field == null ? null : FieldPath.of(field); }

  private String name() { return file.equals("-") ? "standard input" : file; }

  private Path existing() {
    var path = Path.of(file);
    if (!Files.exists(path)) throw new UserError("no such file: " + path.toAbsolutePath().normalize());
    if (Files.isDirectory(path)) throw new UserError(file + " is a folder; name a file");
    return path;
  }

  private InputStream input() throws IOException {
    return file.equals("-") ? console().in() : Files.newInputStream(existing());
  }

  /// Name of this import in the headers of events: told apart by the path, of which only a digest is stored.
  private @Nullable String sourceId() {
    if (importId != null) return "id:" + importId;
    if (file.equals("-")) return null;
    try {
      var path = existing().toRealPath();
      var digest = MessageDigest.getInstance("SHA-256").digest(path.toString().getBytes(StandardCharsets.UTF_8));
      return path.getFileName() + "#" + HexFormat.of().formatHex(digest, 0, 8);
    } catch (IOException e) {
      throw new UserError("cannot resolve " + file + ": " + e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /// Tells the user how the import goes on.
  private final class Reporting implements Importer.Listener {
    private static final long FLUSH_NANOS = 1_000_000_000L;

    private final ProgressLine progress;
    private final Source source;
    private final long total;
    private long flushedNanos = console().nanos().getAsLong();
    private long shown;

    Reporting(ProgressLine progress, Source source, long total) {
      this.progress = progress;
      this.source = source;
      this.total = total;
    }

    @Override
    public void skipped(long line, String reason) {
      if (shown++ < BAD_LINES_SHOWN_MAX) console().notice("line " + line + ": " + reason);
    }

    @Override
    public void resumes(long events, long line) {
      console().notice(Figures.count(events, "event") + " of " + name() + " are in " + channel
          + " already; going on behind line " + Figures.count(line));
    }

    @Override
    public void stored(long events) {
      flushedNanos = console().nanos().getAsLong();
      progress.update(events, source.bytesRead(), total);
    }

    // A live stream that trickles is stored once a second; a file fills its batches long before.
    @Override
    public boolean due() { return console().nanos().getAsLong() - flushedNanos > FLUSH_NANOS; }
  }
}
