// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.segment.SegmentIdentity;

/// The events and fields of docs/observability.md.
class FlightRecorderTest {
  @TempDir
  Path folder;

  private List<RecordedEvent> record(Runnable work) throws IOException {
    Path file = folder.resolve("recording.jfr");
    try (var recording = new Recording()) {
      for (String event : List.of("Open", "Force", "Roll")) recording.enable("org.redexdb." + event).withoutThreshold();
      recording.enable("org.redexdb.AppendWait").withoutThreshold();
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file);
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream().filter(event -> event.getEventType().getName().equals("org.redexdb." + name)).toList();
  }

  @Test
  void opensForcesWaitsAndRollsAreRecordedWithTheirLog() throws IOException {
    Path store = folder.resolve("store");
    List<RecordedEvent> events = record(() -> {
      try (Store opened = Storage.open(StoreEnvironment.system(), store, StoreOptions.DEFAULTS)) {
        Log log = opened.create("orders", new LogOptions(64 << 10));
        var batch = new FrameBatch().add(PayloadCodec.BYTES, new byte[0], new byte[30_000], 0, 30_000);
        for (int i = 0; i < 5; i++) log.append(batch, Log.ANY_SEQ, Ack.DISK);
      }
    });
    assertThat(named(events, "Open")).hasSize(1);
    assertThat(named(events, "Open").getFirst().getString("folder")).endsWith("store");
    assertThat(named(events, "Open").getFirst().getBoolean("clean")).isTrue();
    List<RecordedEvent> forces = named(events, "Force");
    assertThat(forces).hasSizeGreaterThanOrEqualTo(5).allMatch(event -> event.getString("log").equals("orders"));
    assertThat(forces.stream().mapToLong(event -> event.getLong("events")).sum()).isEqualTo(5);
    assertThat(forces).anyMatch(event -> event.getBoolean("byAppender"));
    assertThat(named(events, "AppendWait")).anyMatch(event -> event.getString("waitedFor").equals("device"));
    assertThat(named(events, "Roll")).isNotEmpty()
        .allMatch(event -> event.getString("log").equals("orders") && event.getLong("capacityBytes") == 64 << 10);
    assertThat(named(events, "Roll").getFirst().getLong("baseSeq")).isEqualTo(1);
  }

  @Test
  void anOpenSaysWhatRecoveryDid() throws IOException {
    Path store = folder.resolve("store");
    Path crashed = folder.resolve("crashed");
    try (Store opened = Storage.open(StoreEnvironment.system(), store, StoreOptions.DEFAULTS)) {
      Log log = opened.create("orders", new LogOptions(64 << 10));
      put(log, 100, Ack.DISK);
      copy(store, crashed);
      write(segment(crashed), SegmentIdentity.HEADER_BYTES + log.status().bytes(), "torn".repeat(8));
    }
    List<RecordedEvent> opens = named(record(() -> {
      try (Store opened = Storage.open(StoreEnvironment.system(), crashed, StoreOptions.DEFAULTS)) {
        assertThat(opened.recoveryNotes()).isNotEmpty();
      }
    }), "Open");
    assertThat(opens).hasSize(1);
    assertThat(opens.getFirst().getBoolean("clean")).isFalse();
    assertThat(opens.getFirst().getInt("logs")).isEqualTo(1);
    assertThat(opens.getFirst().getString("notes")).contains("orders: torn tail behind seq 0 cut");
  }

  @Test
  void eachEventBecomesDurableInOneForceThatIsRecorded() throws IOException {
    List<RecordedEvent> forces = named(record(() -> {
      try (Store opened = Storage.open(StoreEnvironment.system(), folder.resolve("store"), StoreOptions.DEFAULTS)) {
        Log log = opened.create("orders", new LogOptions(64 << 10));
        // Nobody waits: segments are sealed in the background, the last events forced by closing.
        for (int i = 0; i < 6; i++) put(log, 30_000, Ack.OS);
        assertThat(log.awaitDurableBeyond(1, Duration.ofSeconds(60))).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }), "Force");
    assertThat(forces.stream().mapToLong(event -> event.getLong("events")).sum()).isEqualTo(6);
    assertThat(forces).hasSizeGreaterThan(1).noneMatch(event -> event.getBoolean("byAppender"));
  }

  @Test
  void anAppendIsRecordedWhenItWaitsAndOnlyThen() throws IOException {
    try (Store opened = Storage.open(StoreEnvironment.system(), folder.resolve("store"), StoreOptions.DEFAULTS)) {
      Log log = opened.create("orders", new LogOptions(Limits.SEGMENT_BYTES_DEFAULT));
      List<RecordedEvent> small = record(() -> {
        for (int i = 0; i < 100; i++) put(log, 100, Ack.OS);
      });
      assertThat(named(small, "AppendWait")).isEmpty();
      List<RecordedEvent> large = named(record(() -> put(log, 5 << 20, Ack.OS)), "AppendWait");
      assertThat(large).anyMatch(event -> event.getString("waitedFor").equals("large write"))
          .allMatch(event -> event.getString("log").equals("orders"));
    }
  }

  private static void put(Log log, int payloadBytes, Ack ack) {
    log.put(PayloadCodec.BYTES, new byte[0], new byte[payloadBytes], 0, payloadBytes, ack);
  }

  /// What a crash at this moment would leave.
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.sorted().toList()) Files.copy(path, to.resolve(from.relativize(path)));
    }
  }

  private static Path segment(Path store) throws IOException {
    try (Stream<Path> all = Files.walk(store)) {
      return all.filter(path -> path.toString().endsWith("0.seg")).findFirst().orElseThrow();
    }
  }

  private static void write(Path file, long offset, String bytes) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.US_ASCII)), offset);
    }
  }
}
