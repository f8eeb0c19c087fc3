// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Disks;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Pin;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.storage.runtime.SystemTime;
import org.redexdb.storage.segment.SegmentIdentity;

/// Readers whose files are renamed and replaced under them by the process that writes.
class FollowedFilesTest {
  private static final byte[] NONE = new byte[0];
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

  @TempDir
  Path temporary;

  private static Store open(Disk disk, Path folder, Mode mode) {
    var environment = new StoreEnvironment(disk, new SystemTime(),
        new SplittableRandom(mode == Mode.CREATE_OR_WRITE ? 1 : 2),
        Work.CALLER);
    return Storage.open(environment, folder, StoreOptions.DEFAULTS.withMode(mode).withFrontBlocks(4));
  }

  private static Log log(Store store) { return Objects.requireNonNull(store.log(0)); }

  private static void append(Log log, int from, int to, String text) {
    for (int i = from; i < to; i++) {
      byte[] bytes = (text + i).getBytes(StandardCharsets.UTF_8);
      log.append(PayloadCodec.TEXT, NONE, bytes, 0, bytes.length, Log.ANY_SEQ, Ack.DISK);
    }
  }

  private static List<String> texts(Log log) {
    var texts = new ArrayList<String>();
    var block = new FrameBlock();
    try (FrameReader reader = log.reader(0, Long.MAX_VALUE)) {
      while (reader.next(block))
        for (int i = 0; i < block.count(); i++)
          texts.add(new String(block.bytes(), block.payloadOffset(i), block.payloadLength(i), StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static List<String> numbered(int count, String text) {
    var texts = new ArrayList<String>();
    for (int i = 0; i < count; i++) texts.add(text + i);
    return texts;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var all = Files.walk(from)) {
      for (Path path : all.toList()) Files.copy(path, to.resolve(from.relativize(path).toString()));
    }
  }

  /// As the process would have left it had it died.
  private Path killedStore(int events) throws IOException {
    Path folder = temporary.resolve("living" + events);
    Path killed = temporary.resolve("killed" + events);
    try (Store store = open(Disks.system(), folder, Mode.CREATE_OR_WRITE)) {
      append(store.create("orders", new LogOptions(64 << 10)), 0, events, "event ");
      copy(folder, killed);
    }
    return killed;
  }

  @Test
  void aReaderLeavesPreparedSegmentsToTheirWriter() throws IOException {
    Path folder = killedStore(100);
    Path name = folder.resolve("logs").resolve("0-orders").resolve("6775dc77-0156-4f61-9afc-d44d14cf8bfe.next");
    Files.write(name, new byte[100]);
    // Its writer gives it its name between the look at the folder and the look at the file.
    var renaming = new TestDisk(path -> path.equals(name));
    try (Store store = open(renaming, folder, Mode.READ_ONLY)) {
      assertThat(texts(log(store))).isEqualTo(numbered(100, "event "));
    }
    assertThat(renaming.refused).isZero();
  }

  /// Padded, so that a few make a segment.
  private static void appendLarge(Log log, int from, int to) {
    for (int i = from; i < to; i++) {
      byte[] bytes = (i + " ".repeat(5_000)).getBytes(StandardCharsets.UTF_8);
      log.append(PayloadCodec.TEXT, NONE, bytes, 0, bytes.length, Log.ANY_SEQ, Ack.DISK);
    }
  }

  private static void holds(Log log, int from, int to) {
    assertThat(texts(log).stream().map(text -> Integer.parseInt(text.strip()))).containsExactlyElementsOf(
        IntStream.range(from, to).boxed().toList());
    assertThat(log.firstSeq()).isEqualTo(from);
    assertThat(log.tip().seq()).isEqualTo(to - 1);
  }

  @Test
  void aReaderSeesTheFloorOfItsWriterAndSurvivesTheRemovalOfFiles() {
    Path folder = temporary.resolve("trimmed");
    try (Store writing = open(Disks.system(), folder, Mode.CREATE_OR_WRITE)) {
      Log written = writing.create("orders", new LogOptions(64 << 10));
      appendLarge(written, 0, 60);
      try (Store idle = open(Disks.system(), folder, Mode.READ_ONLY);
          Store pinning = open(Disks.system(), folder, Mode.READ_ONLY);
          Store reading = open(Disks.system(), folder, Mode.READ_ONLY)) {
        Log log = log(reading);
        var block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
        try (FrameReader reader = log.reader(0, 60); Pin pin = log(pinning).pin(10)) {
          assertThat(reader.next(block)).isTrue();
          assertThat(pin.seq()).isEqualTo(10);
          written.trim(35);
          holds(log, 35, 60);
          assertThatThrownBy(() -> {
            while (reader.next(block)) assertThat(block.count()).isPositive();
          }).isInstanceOfSatisfying(StorageException.Lagged.class, e -> assertThat(e.first()).isEqualTo(35));
          holds(log(pinning), 10, 60);
        }
        holds(log(pinning), 35, 60);
        // Behind by more than what is left of the files.
        appendLarge(written, 60, 120);
        written.trim(115);
        appendLarge(written, 120, 125);
        holds(log(idle), 115, 125);
        holds(log, 115, 125);
        assertThatThrownBy(() -> log.trim(120)).isInstanceOf(StorageException.ReadOnly.class);
      }
    }
  }

  @Test
  void aFileThatVanishesWhileALogIsOpenedIsLookedForAgain() throws IOException {
    Path folder = killedStore(100);
    var renaming = new TestDisk(new SegmentsGone(3));
    try (Store store = open(renaming, folder, Mode.READ_ONLY)) {
      assertThat(renaming.refused).isEqualTo(3);
      assertThat(texts(log(store))).isEqualTo(numbered(100, "event "));
      assertThat(store.recoveryNotes()).isEmpty();
    }
  }

  @Test
  void bytesOnTheirWayAreATornTailOnlyOnceTheirWriterIsGone() throws IOException {
    Path living = temporary.resolve("living");
    Path killed = temporary.resolve("killed");
    try (Store writing = open(Disks.system(), living, Mode.CREATE_OR_WRITE)) {
      Log log = writing.create("orders", new LogOptions(64 << 10));
      append(log, 0, 3, "event ");
      Path segment = living.resolve("logs/0-orders/00000000000000000000.seg");
      try (var file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
        file.write(ByteBuffer.wrap("half of a frame".getBytes(StandardCharsets.UTF_8)),
            SegmentIdentity.HEADER_BYTES + log.status().bytes());
      }
      copy(living, killed);
      try (Store reading = open(Disks.system(), living, Mode.READ_ONLY)) {
        assertThat(texts(log(reading))).isEqualTo(numbered(3, "event "));
        assertThat(reading.recoveryNotes()).isEmpty();
      }
    }
    try (Store reading = open(Disks.system(), killed, Mode.READ_ONLY)) {
      assertThat(reading.recoveryNotes()).singleElement().asString()
          .contains("orders: torn tail behind seq 2 left to the next writer (");
    }
    try (Store writing = open(Disks.system(), killed, Mode.CREATE_OR_WRITE)) {
      assertThat(writing.recoveryNotes()).singleElement().asString().contains("orders: torn tail behind seq 2 cut (");
    }
  }

  @Test
  void aFileThatStaysAwayIsATypedErrorAndNotAMissingLog() throws IOException {
    Path folder = killedStore(100);
    assertThatThrownBy(() -> open(new TestDisk(new SegmentsGone(Integer.MAX_VALUE)), folder, Mode.READ_ONLY))
        .isInstanceOf(StorageException.Corrupt.class).hasMessageContaining(".seg");
  }

  @Test
  void aReaderFollowsACopyThatRecoveryPutInPlaceOfASegmentWithEvents() throws Exception {
    Path folder = killedStore(100);
    try (Store reading = open(Disks.system(), folder, Mode.READ_ONLY)) {
      Log followed = log(reading);
      assertThat(texts(followed)).isEqualTo(numbered(100, "event "));
      try (Store store = open(new OtherBoot(), folder, Mode.WRITE_EXISTING)) {
        append(log(store), 100, 2_500, "event "); // over several segments
        assertThat(followed.awaitBeyond(2_499 - 1, LONG_ENOUGH)).isTrue();
        assertThat(texts(followed)).isEqualTo(numbered(2_500, "event "));
        assertThat(followed.status().fault()).isNull();
      }
    }
  }

  @Test
  void aReaderThatHasSeenWhatAPowerCutTookIsToldThatItsHistoryEnded() throws Exception {
    Path longer = killedStore(100);
    Path shorter = killedStore(90);
    try (Store reading = open(Disks.system(), longer, Mode.READ_ONLY)) {
      Log followed = log(reading);
      assertThat(followed.tip().seq()).isEqualTo(99);
      String segment = "logs/0-orders/00000000000000000000.seg";
      Files.delete(longer.resolve(segment));
      // The copy that recovery makes is of what is left.
      try (Store store = open(new OtherBoot(), shorter, Mode.WRITE_EXISTING)) {
        append(log(store), 90, 120, "other ");
      }
      Files.copy(shorter.resolve(segment), longer.resolve(segment));
      for (String file : List.of("redex.ctl", "store.meta", "front")) {
        Files.deleteIfExists(longer.resolve(file));
        if (Files.exists(shorter.resolve(file))) Files.copy(shorter.resolve(file), longer.resolve(file));
      }
      assertThatThrownBy(() -> followed.awaitBeyond(100, LONG_ENOUGH))
          .isInstanceOfSatisfying(StorageException.Diverged.class, e -> assertThat(e.lastCommonSeq()).isEqualTo(-1));
    }
  }

  /// Whether a file has another name by now.
  private interface Gone {
    boolean isGone(Path file);
  }

  private static final class SegmentsGone implements Gone {
    private int left;

    SegmentsGone(int times) { left = times; }

    @Override
    public boolean isGone(Path file) { return file.toString().endsWith("0000.seg") && left-- > 0; }
  }

  /// The real disk after the machine has started again.
  private static final class OtherBoot extends TestDisk {
    OtherBoot() { super(path -> false); }

    @Override
    public Machine machine() { return new Machine("host", "another boot"); }
  }

  private static class TestDisk implements Disk {
    private final Disk disk = Disks.system();
    private final Gone gone;
    int refused;

    TestDisk(Gone gone) { this.gone = gone; }

    @Override
    public DiskFile open(Path file, Access access) throws IOException {
      if (gone.isGone(file)) {
        refused++;
        throw new NoSuchFileException(file.toString());
      }
      return disk.open(file, access);
    }

    @Override
    public List<String> list(Path directory) throws IOException { return disk.list(directory); }

    @Override
    public boolean exists(Path path) { return disk.exists(path); }

    @Override
    public boolean isDirectory(Path path) { return disk.isDirectory(path); }

    @Override
    public long size(Path file) throws IOException { return disk.size(file); }

    @Override
    public void createDirectory(Path directory) throws IOException { disk.createDirectory(directory); }

    @Override
    public void rename(Path from, Path to) throws IOException { disk.rename(from, to); }

    @Override
    public void delete(Path path) throws IOException { disk.delete(path); }

    @Override
    public void forceDirectory(Path directory) throws IOException { disk.forceDirectory(directory); }

    @Override
    public long usableBytes(Path directory) throws IOException { return disk.usableBytes(directory); }

    @Override
    public @Nullable Lock tryLock(Path file) throws IOException { return disk.tryLock(file); }

    @Override
    public Machine machine() { return disk.machine(); }

    @Override
    public boolean isLocal(Path directory) throws IOException { return disk.isLocal(directory); }

    @Override
    public Path canonical(Path directory) throws IOException { return disk.canonical(directory); }
  }
}
