// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.MemberId;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Store;
import org.redexdb.testkit.DiskImage;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// The bytes on disk are a promise: this build writes what the golden files hold, and reads them.
class FormatCompat {
  private static final String VERSION = "v0";

  @Test
  void aStoreClosedCleanlyIsWrittenByteForByte() throws IOException { same("clean", GoldenStores.clean()); }

  @Test
  void aStoreWhoseProcessDiedIsWrittenByteForByte() throws IOException { same("killed", GoldenStores.killed()); }

  @Test
  void commitsOverSeveralLogsAreWrittenByteForByte() throws IOException {
    same("committed", GoldenStores.committed());
  }

  @Test
  void theCatalogIsWrittenByteForByte() throws IOException { same("catalog", GoldenStores.catalog()); }

  @Test
  void whatIsStoredOnceIsWrittenByteForByte() throws IOException { same("once", GoldenStores.once()); }

  @Test
  void whatIsStoredOnceIsKnown() throws IOException {
    SimDisk disk = SimDisk.seeded(1);
    GoldenFiles.read(VERSION, "once").writeTo(disk, GoldenStores.FOLDER);
    try (Redex redex = GoldenStores.openRedex(disk)) {
      Channel channel = redex.channel("once");
      assertThat(GoldenStores.onceEvents().stream().map(event -> channel.append(event).seq())).containsExactly(0L, 1L,
          2L,
          7L);
      assertThat(channel.nextSeq()).isEqualTo(8);
    }
  }

  @Test
  void aSharedLogIsWrittenByteForByte() throws IOException { same("shared", GoldenStores.shared()); }

  @Test
  void aSharedLogIsRead() throws IOException {
    SimDisk disk = SimDisk.seeded(1);
    GoldenFiles.read(VERSION, "shared").writeTo(disk, GoldenStores.FOLDER);
    try (Store store = SimStores.open(disk, GoldenStores.FOLDER, GoldenStores.OPTIONS, new SimClock())) {
      assertThat(store.recoveryNotes()).isEmpty();
      assertThat(store.verify(Progress.NONE).problems()).isEmpty();
      List<Log> members = List.copyOf(store.logs());
      assertThat(members).extracting(Log::name).containsExactly("first", "second");
      assertThat(members.getFirst().firstSeq()).isEqualTo(1);
      assertThat(texts(members.getFirst())).containsExactly("2 of first", "3 of first", "4 of first");
      assertThat(texts(members.get(1))).hasSize(6).startsWith("keyed", "2 of second");
      assertThat(store.create("next", LogOptions.SHARED).id()).as("an ordinal that was never used")
          .isEqualTo(MemberId.of(MemberId.logId(members.getFirst().id()), 4));
    }
  }

  @Test
  void commitsOverSeveralLogsAreRecoveredFromTheJournalAlone() throws IOException {
    SimDisk disk = SimDisk.seeded(1);
    DiskImage golden = GoldenFiles.read(VERSION, "committed");
    // As after a power cut: no front, and of the logs nothing but what was forced when they were created.
    golden.files().remove(Path.of("front"));
    golden.writeTo(disk, GoldenStores.FOLDER);
    try (Store store = SimStores.open(disk, GoldenStores.FOLDER, GoldenStores.OPTIONS, new SimClock())) {
      List<List<String>> found = store.logs().stream().map(FormatCompat::texts).toList();
      // The second commit was acknowledged at OS only: it is there in both logs, or in none.
      List<List<String>> all = GoldenStores.committedEvents();
      List<List<String>> firstOnly = List.of(all.get(0).subList(0, 1), all.get(1).subList(0, 3));
      assertThat(found).isIn(all, firstOnly);
    }
  }

  @Test
  void commitsOverSeveralLogsAreRecoveredAfterTheProcessDied() throws IOException {
    SimDisk disk = SimDisk.seeded(1);
    GoldenFiles.read(VERSION, "committed").writeTo(disk, GoldenStores.FOLDER);
    try (Store store = SimStores.open(disk, GoldenStores.FOLDER, GoldenStores.OPTIONS, new SimClock())) {
      assertThat(store.logs().stream().map(FormatCompat::texts).toList()).isEqualTo(GoldenStores.committedEvents());
      assertThat(disk.exists(GoldenStores.FOLDER.resolve("journal"))).as("the journal is given up").isFalse();
    }
  }

  @Test
  void theCatalogIsRead() throws IOException {
    SimDisk disk = SimDisk.seeded(1);
    GoldenFiles.read(VERSION, "catalog").writeTo(disk, GoldenStores.FOLDER);
    var environment = new StoreEnvironment(disk, new SimClock(), new SplittableRandom(2), Work.CALLER);
    try (Redex redex = Redex.open(environment, GoldenStores.FOLDER, GoldenStores.OPTIONS, PayloadChecks.NONE)) {
      assertThat(redex.recoveryNotes()).isEmpty();
      assertThat(redex.channels()).extracting(Channel::name).containsExactly("orders", "stock/changes");
      assertThat(redex.channel("orders").attribute("fields")).contains("{\"total\":\"DOUBLE\"}");
      assertThat(redex.channel("stock/changes").options())
          .isEqualTo(new ChannelOptions(PayloadCodec.TEXT, Level.OS, GoldenStores.OPTIONS.segmentBytes()));
    }
  }

  @Test
  void aStoreClosedCleanlyIsRead() throws IOException {
    SimDisk disk = SimDisk.seeded(1);
    GoldenFiles.read(VERSION, "clean").writeTo(disk, GoldenStores.FOLDER);
    readsAs(disk, GoldenStores.events());
    try (Store again = SimStores.open(disk, GoldenStores.FOLDER, GoldenStores.OPTIONS, new SimClock())) {
      assertThat(again.recoveryNotes()).isEmpty();
    }
  }

  @Test
  void aStoreWhoseProcessDiedIsRecoveredFromItsFront() throws IOException {
    SimDisk disk = SimDisk.seeded(1);
    GoldenFiles.read(VERSION, "killed").writeTo(disk, GoldenStores.FOLDER);
    var events = new ArrayList<>(GoldenStores.events());
    events.addAll(GoldenStores.inFront());
    readsAs(disk, events);
  }

  private static void same(String name, DiskImage written) throws IOException {
    if (GoldenFiles.WRITE) GoldenFiles.write(VERSION, name, written);
    DiskImage golden = GoldenFiles.read(VERSION, name);
    assertThat(written.differences(golden)).as("differences to golden/%s/%s", VERSION, name).isEmpty();
    assertThat(golden.files()).as("files of golden/%s/%s", VERSION, name).isNotEmpty();
  }

  private static void readsAs(SimDisk disk, List<String> events) {
    try (Store store = SimStores.open(disk, GoldenStores.FOLDER, GoldenStores.OPTIONS, new SimClock())) {
      assertThat(store.verify(Progress.NONE).problems()).isEmpty();
      Log log = store.logs().iterator().next();
      assertThat(log.name()).isEqualTo(GoldenStores.LOG);
      assertThat(texts(log)).isEqualTo(events);
    }
  }

  private static List<String> texts(Log log) {
    var found = new ArrayList<String>();
    var block = new FrameBlock();
    try (var reader = log.reader(0, Long.MAX_VALUE)) {
      while (reader.next(block))
        for (int i = 0; i < block.count(); i++)
          found.add(new String(block.bytes(), block.payloadOffset(i), block.payloadLength(i), StandardCharsets.UTF_8));
    }
    return found;
  }
}
