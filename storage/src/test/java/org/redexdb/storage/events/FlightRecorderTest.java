// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;

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
}
