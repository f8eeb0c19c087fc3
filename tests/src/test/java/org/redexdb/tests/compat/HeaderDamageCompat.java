// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.testkit.DiskImage;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;
import org.redexdb.tests.crash.SmallStore;

/// Damage to what says how to read the rest: each bit of it is guarded, and one of two slots may go.
class HeaderDamageCompat {
  private static final int PAGE_BYTES = 4096;
  private static final int SLOT_BYTES = 512;
  private static final int MARK_A = PAGE_BYTES;
  private static final int MARK_B = PAGE_BYTES + SLOT_BYTES;

  @Test
  void everyFlippedBitOfTheIdentityPageIsANamedError() throws IOException {
    SmallStore store = SmallStore.of(10, 100);
    Path file = store.segments().getFirst();
    byte[] page = Arrays.copyOf(Objects.requireNonNull(store.image().files().get(file)), PAGE_BYTES);
    assertThat(catchThrowable(() -> SegmentIdentity.decode(page, file))).isNull();
    var unnoticed = new ArrayList<Integer>();
    for (int bit = 0; bit < PAGE_BYTES * 8; bit++) {
      flip(page, bit);
      if (!(catchThrowable(() -> SegmentIdentity.decode(page, file)) instanceof StorageException)) unnoticed.add(bit);
      flip(page, bit);
    }
    assertThat(unnoticed).as("bits of page 0 that nobody guards").isEmpty();
  }

  @Test
  void aDamagedIdentityPageIsNamedAndItsEventsAreReadWithoutIt() throws IOException {
    SmallStore store = SmallStore.of(10, 100);
    for (int bit = 0; bit < PAGE_BYTES * 8; bit += 331) {
      int flipped = bit;
      assertNamed(store, "bit " + bit + " of page 0", content -> flip(content, flipped));
    }
  }

  @Test
  void bothMarkSlotsDamagedAreNamedAndNothingIsAppendedAnyMore() throws IOException {
    SmallStore store = SmallStore.of(10, 100);
    for (int bit = 0; bit < SLOT_BYTES * 8; bit++) {
      int flipped = bit;
      assertNamed(store, "bit " + bit + " of both marks", content -> {
        flip(content, MARK_A * 8 + flipped);
        flip(content, MARK_B * 8 + flipped);
      });
    }
  }

  @Test
  void oneDamagedMarkSlotIsSurvivedAndReported() throws IOException {
    SmallStore store = SmallStore.of(10, 100);
    for (int slot : new int[]{MARK_A, MARK_B}) {
      for (int bit = 0; bit < SLOT_BYTES * 8; bit += 97) {
        Disk disk = damaged(store, slot * 8 + bit);
        try (Store opened = SimStores.open(disk, SmallStore.FOLDER, SmallStore.OPTIONS, new SimClock())) {
          assertThat(SmallStore.read(opened)).as("bit %d of the slot at %d", bit, slot)
              .containsExactlyElementsOf(store.payloads());
          assertThat(opened.recoveryNotes()).as("bit %d of the slot at %d", bit, slot).isNotEmpty();
        }
      }
    }
  }

  @Test
  void oneDamagedSlotOfTheStoreFileIsSurvivedAndBothAreANamedError() throws IOException {
    SmallStore store = SmallStore.of(3, 100);
    Path meta = Path.of("store.meta");
    for (int bit = 0; bit < SLOT_BYTES * 8; bit += 61) {
      for (boolean both : new boolean[]{false, true}) {
        DiskImage image = store.image().copy();
        byte[] content = Objects.requireNonNull(image.files().get(meta));
        flip(content, bit);
        if (both) flip(content, SLOT_BYTES * 8 + bit);
        Disk disk = SimDisk.seeded(1).writeBackByItself(false);
        image.writeTo(disk, SmallStore.FOLDER);
        Throwable thrown = catchThrowable(() -> {
          try (Store opened = SimStores.open(disk, SmallStore.FOLDER, SmallStore.OPTIONS, new SimClock())) {
            assertThat(SmallStore.read(opened)).containsExactlyElementsOf(store.payloads());
          }
        });
        if (both) {
          assertThat(thrown).as("bit %d of both slots", bit).isInstanceOf(StorageException.class);
        } else {
          assertThat(thrown).as("bit %d of the first slot", bit).isNull();
        }
      }
    }
  }

  private interface Damage {
    void apply(byte[] content);
  }

  private static void assertNamed(SmallStore store, String what, Damage damage) throws IOException {
    DiskImage image = store.image().copy();
    Path file = store.segments().getFirst();
    damage.apply(Objects.requireNonNull(image.files().get(file)));
    Disk disk = SimDisk.seeded(1).writeBackByItself(false);
    image.writeTo(disk, SmallStore.FOLDER);
    for (Mode mode : List.of(Mode.READ_ONLY, Mode.WRITE_EXISTING)) {
      try (Store opened = SimStores.open(disk, SmallStore.FOLDER, SmallStore.OPTIONS.withMode(mode), new SimClock())) {
        assertThat(SmallStore.read(opened)).as("%s, opened %s", what, mode)
            .containsExactlyElementsOf(store.payloads());
        Log log = Objects.requireNonNull(opened.log(0));
        assertThat(log.status().fault()).as("%s, opened %s", what, mode).contains(String.valueOf(file.getFileName()));
        assertThat(opened.recoveryNotes()).as("%s, opened %s", what, mode).isNotEmpty();
        assertThatThrownBy(
            () -> log.append(PayloadCodec.BYTES, new byte[0], new byte[1], 0, 1, Log.ANY_SEQ, Ack.DISK))
            .isInstanceOf(StorageException.ReadOnly.class);
      }
    }
    byte[] after = Objects.requireNonNull(DiskImage.of(disk, SmallStore.FOLDER).files().get(file));
    assertThat(after).as("%s: the damaged file", what).isEqualTo(image.files().get(file));
  }

  private static Disk damaged(SmallStore store, int bit) throws IOException {
    DiskImage image = store.image().copy();
    flip(Objects.requireNonNull(image.files().get(store.segments().getFirst())), bit);
    Disk disk = SimDisk.seeded(1).writeBackByItself(false);
    image.writeTo(disk, SmallStore.FOLDER);
    return disk;
  }

  private static void flip(byte[] bytes, int bit) { bytes[bit / 8] ^= (byte) (1 << bit % 8); }
}
