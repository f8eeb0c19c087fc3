// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.storage.api.Limits;

/// The scripts give the same wherever their events lie: in the segment that is being written, in sealed ones, in both.
class PlacementSystem {
  @TempDir
  static Path temporary;

  private enum Where {
    /// On disk, all in the segment that is being written.
    ACTIVE(0, false),
    /// On disk, read from a store that was closed and opened again.
    REOPENED(0, true),
    /// Two events a segment: all but the last one or two are sealed.
    SEALED(24_000, false),
    /// Some three events a segment, opened again after each step.
    ACROSS(16_000, true);

    private final int paddingBytes;
    private final boolean reopens;

    Where(int paddingBytes, boolean reopens) {
      this.paddingBytes = paddingBytes;
      this.reopens = reopens;
    }
  }

  @TestFactory
  Stream<DynamicTest> aScriptGivesTheSameWhereverItsEventsLie() throws IOException {
    return SqlScript.files().stream().filter(file -> reads(file)).flatMap(file -> Stream.of(Where.values())
        .map(where -> DynamicTest.dynamicTest(where + " " + SqlScript.ROOT.relativize(file), () -> run(file, where))));
  }

  /// Scripts over events that they append themselves, and that name neither headers nor bytes on disk.
  private static boolean reads(Path file) {
    try {
      String text = Files.readString(file);
      return text.contains("!append ") && !text.contains("event_headers") && !text.contains("!session");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void run(Path file, Where where) throws IOException {
    var script = SqlScript.read(file);
    var folder = temporary.resolve(where + "-" + script.name().replace('/', '-'));
    try (var runner = new ScriptRunner(new OnDisk(folder, where))) {
      assertThat(runner.answers(script).text()).isEqualTo(script.text());
    }
    if (where == Where.SEALED) assertThat(segmentFiles(folder)).isGreaterThan(1);
  }

  private static long segmentFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".seg")).count();
    }
  }

  private static final class OnDisk implements ScriptRunner.Place {
    private final Path folder;
    private final Where where;
    private final Map<String, String> padding = new HashMap<>();

    OnDisk(Path folder, Where where) {
      this.folder = folder;
      this.where = where;
      if (where.paddingBytes > 0) padding.put("padding", "p".repeat(where.paddingBytes));
    }

    @Override
    public NetDb open() { return NetDb.open(folder); }

    @Override
    public void prepare(NetDb db, String channel) {
      if (db.findChannel(channel).isEmpty())
        db.createChannel(channel, ChannelOptions.DEFAULTS.withSegmentBytes(Limits.SEGMENT_BYTES_MIN));
    }

    @Override
    public Event event(Event event) { return padding.isEmpty() ? event : event.withHeaders(padding); }

    @Override
    public boolean reopens() { return where.reopens; }
  }
}
