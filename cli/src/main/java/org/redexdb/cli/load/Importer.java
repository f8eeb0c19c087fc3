// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.cli.console.UserError;
import org.redexdb.cli.ingest.EventReader;
import org.redexdb.cli.ingest.IngestException;
import org.redexdb.cli.ingest.Item;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.StrictText;
import org.redexdb.storage.api.InLog;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;

/// Stores what a reader gives in whole batches, each with the marker of how far it came, and goes on behind the last
/// marker when it is run again: every event of a source is stored exactly once, whatever stopped the import in between.
///
/// Threading: one thread.
public final class Importer {
  static final int BATCH_EVENTS_MAX = 1_000;
  static final int BATCH_BYTES_MAX = 4 << 20;

  /// What an import is told while it runs.
  public interface Listener {
    /// A line that is passed over.
    void skipped(long line, String reason);

    /// The first events of the source are in the channel already.
    void resumes(long events, long line);

    /// A batch is stored.
    void stored(long events);

    /// Time to store what there is although the batch is not full; asked after each event.
    boolean due();
  }

  /// How an import ended.
  ///
  /// @param stored events stored by this run
  /// @param before events of the source that were stored by earlier runs
  /// @param skipped bad lines passed over
  /// @param lastLine line of the last stored event of the source, 0 for none
  /// @param firstSeq seq of the first event of this run, -1 for none
  /// @param lastSeq seq of the last event of this run, -1 for none
  /// @param withoutTime events of this run that have no event time
  /// @param stop why it ended early, or null when the source was read to its end
  public record Outcome(long stored, long before, long skipped, long lastLine, long firstSeq, long lastSeq,
      long withoutTime, @Nullable Stop stop) {
  }

  /// @param line line that could not be stored, 0 when it was not a line that stopped it
  /// @param skippable whether the import could go on without that line
  public record Stop(long line, String reason, boolean skippable) {
  }

  private @Nullable Channel channel;
  private final Supplier<Channel> creation;
  private final EventReader reader;
  private final @Nullable String source;
  private final boolean skipBad;
  private final Listener listener;
  private final BooleanSupplier stopAsked;

  private final MessageDigest digest = sha256();
  private final List<Event> batch = new ArrayList<>(BATCH_EVENTS_MAX);
  private long batchBytes;
  private long batchLine;
  private long events;
  private long before;
  private long stored;
  private long skipped;
  private long withoutTime;
  private long storedLine;
  private long firstSeq = -1;
  private long lastSeq = -1;

  /// @param channel where events go; null when there is none yet
  /// @param creation makes it when the first events are stored, or when the source was read to its end without any
  /// @param source name that a rerun is recognised by; null for a stream that cannot be read again
  /// @param skipBad passes over bad lines instead of stopping at the first
  /// @param stopAsked asked after each event; true ends the import with what was read so far stored
  public Importer(@Nullable Channel channel, Supplier<Channel> creation, EventReader reader, @Nullable String source,
      boolean skipBad, Listener listener,
      BooleanSupplier stopAsked) {
    this.channel = channel;
    this.creation = creation;
    this.reader = reader;
    this.source = source;
    this.skipBad = skipBad;
    this.listener = listener;
    this.stopAsked = stopAsked;
  }

  /// Runs to the end of the source or the first thing that stops it.
  ///
  /// @param again stores the whole source once more although it was imported before
  /// @throws UserError when the part that was imported before has changed since
  public Outcome run(boolean again) throws IOException {
    var marker = source == null || again || channel == null ? null : ImportMarker.find(channel, source);
    if (marker != null) passOver(marker);
    Stop stop;
    try {
      stop = readAll();
    } catch (IngestException e) {
      stop = new Stop(e.line(), e.reason(), false);
    } catch (IOException e) {
      // A packed file that is cut off, a pipe that broke: what was read is whole and is kept.
      stop = new Stop(0, "reading failed after line " + Math.max(batchLine, storedLine) + ": " + e.getMessage(), false);
    }
    flush();
    if (stop == null) channel();
    return new Outcome(stored, before, skipped, storedLine, firstSeq, lastSeq, withoutTime, stop);
  }

  private void passOver(ImportMarker marker) throws IOException {
    while (events < marker.events()) {
      switch (reader.next()) {
        case null -> throw changed(marker);
        case Item.Event event -> count(event);
        case Item.Bad bad -> {
          if (!skipBad) throw changed(marker);
        }
      }
    }
    if (!currentDigest().equals(marker.digest())) throw changed(marker);
    before = events;
    storedLine = marker.line();
    listener.resumes(marker.events(), marker.line());
  }

  private static UserError changed(ImportMarker marker) {
    return new UserError("the first " + marker.events() + " events (up to line " + marker.line()
        + ") are not the ones that were imported before: the file or the way it is read has changed; nothing was"
        + " imported now\n  --again imports the whole file once more, another --channel keeps the two apart");
  }

  private @Nullable Stop readAll() throws IOException {
    while (true) {
      if (stopAsked.getAsBoolean()) return new Stop(0, "stopped", false);
      switch (reader.next()) {
        case null -> {
          return null;
        }
        case Item.Event event -> {
          var reason = unfit(event);
          if (reason == null) {
            add(event);
          } else if (!pass(event.line(), reason)) {
            return new Stop(event.line(), reason, true);
          }
        }
        case Item.Bad(long line, String reason) -> {
          if (!pass(line, reason)) return new Stop(line, reason, true);
        }
      }
      if (listener.due()) flush();
    }
  }

  private boolean pass(long line, String reason) {
    if (!skipBad) return false;
    skipped++;
    listener.skipped(line, reason);
    return true;
  }

  private static @Nullable String unfit(Item.Event event) {
    var key = event.key();
    var type = event.type();
    if (key != null && StrictText.loneSurrogate(key) >= 0 || type != null && StrictText.loneSurrogate(type) >= 0)
      return "the " + (key != null && StrictText.loneSurrogate(key) >= 0 ? "key" : "type")
          + " has half of a surrogate pair, which is no character";
    if (key != null && utf8Length(key) > Limits.KEY_BYTES_MAX)
      return "the key is longer than " + Limits.KEY_BYTES_MAX + " bytes";
    if (type != null && utf8Length(type) > Limits.KEY_BYTES_MAX)
      return "the type is longer than " + Limits.KEY_BYTES_MAX + " bytes";
    return null;
  }

  private static int utf8Length(String text) {
    return text.length() * 3 <= Limits.KEY_BYTES_MAX ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
  }

  private void add(Item.Event item) {
    // A batch never splits: what would make it too large begins the next.
    if (!batch.isEmpty() && batchBytes + item.payload().length > BATCH_BYTES_MAX) flush();
    count(item);
    var time = item.eventTimeNanos();
    withoutTime += time == null ? 1 : 0;
    batch.add(new Event(item.payload(), null, item.type(), item.key(),
        time == null ? OptionalLong.empty() : OptionalLong.of(time), Map.of()));
    batchBytes += item.payload().length;
    batchLine = item.line();
    if (batch.size() == BATCH_EVENTS_MAX) flush();
  }

  private void count(Item.Event item) {
    events++;
    digest.update(ByteBuffer.allocate(4).putInt(item.payload().length).flip());
    digest.update(item.payload());
  }

  private void flush() {
    if (batch.isEmpty()) return;
    if (source != null) {
      var marker = new ImportMarker(source, batchLine, events, currentDigest());
      batch.set(batch.size() - 1, batch.getLast().withHeaders(marker.headers()));
    }
    Receipt receipt;
    try {
      receipt = channel().appendBatch(batch);
    } catch (StorageException e) {
      if (inLog(e) == InLog.YES) storedLine = batchLine;
      throw e;
    }
    firstSeq = firstSeq < 0 ? receipt.firstSeq() : firstSeq;
    lastSeq = receipt.seq();
    stored += batch.size();
    storedLine = batchLine;
    batch.clear();
    batchBytes = 0;
    listener.stored(stored);
  }

  private static InLog inLog(StorageException e) {
    return switch (e) {
      case StorageException.DiskFull full -> full.inLog();
      case StorageException.Interrupted interrupted -> interrupted.inLog();
      default -> InLog.UNKNOWN;
    };
  }

  private Channel channel() {
    var there = channel;
    if (there == null) {
      there = creation.get();
      channel = there;
    }
    return there;
  }

  /// Line of the last event that is in the channel, for a failure in between.
  public long storedLine() { return storedLine; }

  private String currentDigest() {
    try {
      return ImportMarker.digest(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of this JVM cannot be copied", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
