// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.redexdb.cli.console.Figures;
import org.redexdb.cli.console.ProgressLine;
import org.redexdb.cli.console.UserError;
import org.redexdb.cli.print.EventJson;
import org.redexdb.cli.print.ResultFormat;
import org.redexdb.cli.print.Results;
import org.redexdb.cli.shell.SqlShell;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `redex export`.
@Command(name = "export", description = "Write the events of a channel.", footer = {"",
    "jsonl writes payloads, one a line, byte for byte (line ends inside a payload become blanks), so that import reads",
    "them back; envelope writes seq, ts, event_time, type, key, id and headers around each; json writes one array; csv",
    "writes the rows of SELECT * FROM the channel."})
final class ExportCommand extends StoreCommand {
  enum Shape { JSONL, JSON, ENVELOPE, CSV }

  @Mixin
  private ChannelOption channel = new ChannelOption();

  @Option(names = "--format", paramLabel = "jsonl|json|envelope|csv", description = "Default: jsonl.")
  private Shape format = Shape.JSONL;

  @Option(names = "--from-seq", paramLabel = "N", description = "First event. Default: the oldest.")
  private long fromSeq;

  @Option(names = "--to-seq", paramLabel = "N", description = "Event to end before. Default: what is there now.")
  private long toSeq = Long.MAX_VALUE;

  @Option(names = {"-o",
      "--output"}, paramLabel = "FILE", description = "File to write; it must not exist yet. Default:"
          + " standard output.")
  private @Nullable Path output;

  ExportCommand(CommandContext context) { super(context); }

  @Override
  public Integer call() throws IOException {
    if (fromSeq < 0 || toSeq < fromSeq) throw new UserError("--from-seq is at least 0 and not above --to-seq");
    if (output != null && Files.exists(output))
      throw new UserError(output + " exists; export does not write over files");
    var parent = output == null ? null : output.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent))
      throw new UserError("no folder " + parent + " to write " + output + " in");
    try (var store = openToRead()) {
      StoreCommand.channel(store, channel.name());
      if (output == null) {
        write(store, console().out());
        console().out().flush();
      } else {
        writeFile(store, output);
      }
    }
    return 0;
  }

  private void writeFile(NetDb store, Path file) throws IOException {
    long events;
    try (var out = new PrintStream(new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW),
        1 << 16), false, StandardCharsets.UTF_8)) {
      events = write(store, out);
      if (out.checkError()) throw new IOException("cannot write " + file + "; the file is not complete");
    }
    console().notice("exported " + Figures.count(events, "event") + " to " + file);
  }

  private long write(NetDb store, PrintStream out) {
    if (format != Shape.CSV) return events(store, out);
    try (var cursor = store.query("SELECT * FROM " + SqlShell.identifier(channel.name()) + " WHERE event_seq >= ? AND"
        + " event_seq < ?", fromSeq, toSeq)) {
      return Results.write(cursor, ResultFormat.CSV, out, 0);
    }
  }

  private long events(NetDb store, PrintStream out) {
    var source = StoreCommand.channel(store, channel.name());
    long total = Math.max(0, Math.min(toSeq, source.nextSeq()) - Math.max(fromSeq, source.firstSeq()));
    long written = 0;
    long tombstones = 0;
    if (format == Shape.JSON) out.print('[');
    try (var cursor = source.scan(new SeqRange(fromSeq, toSeq));
        var progress = new ProgressLine(console(), "exporting " + channel.name(), "event")) {
      for (var event = cursor.next(); event != null; event = cursor.next()) {
        if (event.isTombstone() && format != Shape.ENVELOPE) {
          tombstones++;
          continue;
        }
        if (format == Shape.JSON && written > 0) out.print(",\n");
        var bytes = format == Shape.ENVELOPE ? EventJson.envelope(event) : json(event);
        out.write(bytes, 0, bytes.length);
        if (format != Shape.JSON) out.write('\n');
        written++;
        if (written % 1_000 == 0) {
          if (output == null && out.checkError()) return written;
          if (output != null || !console().outTerminal()) progress.update(written, written, total);
        }
      }
    }
    if (format == Shape.JSON) out.print("]\n");
    if (tombstones > 0)
      console().notice(Figures.count(tombstones, "tombstone") + " left out, having no payload; --format envelope writes"
          + " them");
    return written;
  }

  private static byte[] json(StoredEvent event) {
    if (!EventJson.isJson(event))
      throw new UserError(
          "event " + event.seq() + " of " + event.channel() + " is not JSON; --format envelope writes it in"
              + " base64");
    return EventJson.payloadLine(event);
  }
}
