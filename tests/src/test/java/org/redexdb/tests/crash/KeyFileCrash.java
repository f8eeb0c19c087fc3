// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.testkit.DiskImage;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// A key file is derived: whatever happens to it, reads by key stay right, and a writer makes it anew.
class KeyFileCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);
  private static final int EVENTS = 60;
  private static final int KEYS = 7;

  private static DiskImage store() throws IOException {
    SimDisk disk = SimDisk.seeded(1).writeBackByItself(false);
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS, new SimClock())) {
      Log log = store.create("keyed", new LogOptions(64 << 10));
      var payload = new byte[2500];
      for (int i = 0; i < EVENTS; i++)
        log.append(new FrameBatch().add(PayloadCodec.BYTES, metadata(i % KEYS), payload, 0, payload.length),
            Log.ANY_SEQ, Ack.DISK);
    }
    return DiskImage.of(disk, FOLDER);
  }

  private static byte[] metadata(int key) { return new byte[]{3, 2, 'k', (byte) ('0' + key)}; }

  private static List<Path> keyFiles(DiskImage image) {
    return image.files().keySet().stream().filter(path -> path.toString().endsWith(".key")).toList();
  }

  private static void readsRight(Store store) {
    Log log = Objects.requireNonNull(store.log(0));
    for (int key = 0; key <= KEYS; key++) {
      var expected = new ArrayList<Long>();
      for (long seq = key; seq < EVENTS && key < KEYS; seq += KEYS) expected.add(seq);
      var found = new ArrayList<Long>();
      var block = new FrameBlock();
      try (FrameReader reader = log.keyReader(("k" + key).getBytes(StandardCharsets.UTF_8), 0, EVENTS)) {
        while (reader.next(block)) found.add(block.seq(0));
      }
      assertThat(found).as("events of key %d", key).isEqualTo(expected);
    }
  }

  /// @return the image afterwards
  private static DiskImage read(DiskImage image, StoreOptions.Mode mode) throws IOException {
    SimDisk disk = SimDisk.seeded(2);
    image.writeTo(disk, FOLDER);
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS.withMode(mode), new SimClock())) {
      assertThat(store.recoveryNotes()).isEmpty();
      readsRight(store);
    }
    return DiskImage.of(disk, FOLDER);
  }

  @Test
  void eachSealedSegmentHasAKeyFile() throws IOException {
    DiskImage image = store();
    long segments = image.files().keySet().stream().filter(path -> path.toString().endsWith(".seg")).count();
    assertThat(segments).isGreaterThan(2);
    assertThat(keyFiles(image)).hasSize((int) segments - 1);
    assertThat(read(image, StoreOptions.Mode.CREATE_OR_WRITE).differences(image)).noneMatch(each -> each.contains(
        ".key"));
  }

  @Test
  void aKeyFileWithAnyByteDamagedIsMadeAnewAndNoAnswerIsWrong() throws IOException {
    DiskImage whole = store();
    Path file = keyFiles(whole).getFirst();
    byte[] content = Objects.requireNonNull(whole.files().get(file));
    for (int at = 0; at < content.length; at++) {
      DiskImage damaged = with(whole, file, flipped(content, at));
      DiskImage after = read(damaged, StoreOptions.Mode.CREATE_OR_WRITE);
      assertThat(after.files().get(file)).as("the file after a read that met byte %d damaged", at).isEqualTo(content);
      if (at % 16 == 0) {
        DiskImage untouched = read(damaged, StoreOptions.Mode.READ_ONLY);
        assertThat(untouched.files().get(file)).as("the file after a read-only open")
            .isEqualTo(damaged.files().get(file));
      }
    }
  }

  @Test
  void aKeyFileThatIsMissingIsMadeAnew() throws IOException {
    DiskImage whole = store();
    DiskImage without = whole.copy();
    List<Path> files = keyFiles(whole);
    for (Path file : files) without.files().remove(file);
    DiskImage after = read(without, StoreOptions.Mode.CREATE_OR_WRITE);
    for (Path file : files) assertThat(after.files().get(file)).as("%s", file).isEqualTo(whole.files().get(file));
    assertThat(keyFiles(read(without, StoreOptions.Mode.READ_ONLY))).as("key files made by a reader").isEmpty();
  }

  @Test
  void aDiskThatTakesNoKeyFileHidesNoEvent() throws IOException {
    DiskImage whole = store();
    DiskImage without = whole.copy();
    for (Path file : keyFiles(whole)) without.files().remove(file);
    SimDisk disk = SimDisk.seeded(3);
    without.writeTo(disk, FOLDER);
    try (Store store = SimStores.open(disk, FOLDER, OPTIONS, new SimClock())) {
      disk.capacityBytes(0);
      readsRight(store);
      disk.capacityBytes(Long.MAX_VALUE);
      readsRight(store);
      assertThat(Objects.requireNonNull(store.log(0)).status().fault()).isNull();
    }
    try (Store again = SimStores.open(disk, FOLDER, OPTIONS, new SimClock())) {
      readsRight(again);
    }
  }

  private static DiskImage with(DiskImage whole, Path file, byte[] content) {
    DiskImage changed = whole.copy();
    changed.files().put(file, content);
    return changed;
  }

  private static byte[] flipped(byte[] content, int at) {
    byte[] damaged = content.clone();
    damaged[at] ^= (byte) 0xFF;
    return damaged;
  }
}
