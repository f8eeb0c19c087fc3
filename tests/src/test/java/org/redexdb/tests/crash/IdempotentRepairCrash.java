// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.DamagedRange;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.RepairReport;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.testkit.DiskImage;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;

/// A repair forgets of no event that it keeps that it is stored: sent again it is answered with the first receipt, also when
/// it is in another file than the damaged one.
class IdempotentRepairCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final int SEGMENT_BYTES = 64 << 10;
  private static final int HEADER = SmallStore.SEGMENT_HEADER_BYTES;
  private static final int SENT = 20;
  private static final int EVENT_BYTES = 2000;
  private static final int SEAL_KIND = 3;

  private final List<Receipt> first = new ArrayList<>();

  private static StoreEnvironment environment(SimDisk disk, long seed) {
    return new StoreEnvironment(disk, new SimClock(), new SplittableRandom(seed), StoreEnvironment.Work.CALLER);
  }

  private static Store open(SimDisk disk, long seed) {
    return Storage.open(environment(disk, seed), FOLDER, StoreOptions.DEFAULTS.withFrontBlocks(4));
  }

  private static FrameBatch sent(int number) {
    var metadata = new byte[26];
    metadata[0] = 5;
    metadata[1] = 24;
    metadata[2] = 77; // of the producer's id
    metadata[18] = (byte) number;
    return new FrameBatch().add(PayloadCodec.BYTES, metadata, new byte[EVENT_BYTES], 0, EVENT_BYTES).once();
  }

  /// Numbered events in the first segments; others behind them, so that two sealed segments have none.
  private DiskImage image(boolean trimmed) throws IOException {
    SimDisk disk = SimDisk.seeded(1).writeBackByItself(false);
    try (Store store = open(disk, 1)) {
      Log log = store.create("orders", new LogOptions(SEGMENT_BYTES));
      for (int i = 0; i < SENT; i++) first.add(log.append(sent(i), Log.ANY_SEQ, Ack.DISK));
      while (log.status().segments() < 4)
        log.append(PayloadCodec.BYTES, new byte[0], new byte[EVENT_BYTES], 0, EVENT_BYTES, Log.ANY_SEQ, Ack.DISK);
      if (trimmed) assertThat(log.trim(SENT + 20).segments()).isPositive();
    }
    return DiskImage.of(disk, FOLDER);
  }

  private static List<Path> segments(DiskImage image) {
    return image.files().keySet().stream()
        .filter(path -> path.toString().contains("0-orders") && path.toString().endsWith(".seg")).sorted().toList();
  }

  private static byte[] bytes(DiskImage image, Path file) { return Objects.requireNonNull(image.files().get(file)); }

  /// Behind the SEAL of a segment.
  private static int afterSeal(byte[] segment) {
    int at = HEADER;
    while (segment[at + 36] != SEAL_KIND) at += length(segment, at) + 7 & -8;
    return at + 40;
  }

  private static int length(byte[] segment, int at) {
    return segment[at] & 0xFF | (segment[at + 1] & 0xFF) << 8 | (segment[at + 2] & 0xFF) << 16;
  }

  private void check(DiskImage image) throws IOException {
    SimDisk disk = SimDisk.seeded(2).writeBackByItself(false);
    image.writeTo(disk, FOLDER);
    disk.forceDirectory(Path.of("/"));
    RepairReport report = Storage.repair(environment(disk, 3), FOLDER, null, true, Progress.NONE);
    assertThat(report.logs()).hasSize(1);
    List<DamagedRange> lost = report.logs().getFirst().lost();
    for (int opening = 0; opening < 2; opening++) {
      try (Store store = open(disk, 4 + opening)) {
        Log log = Objects.requireNonNull(store.log(0));
        long next = log.status().nextSeq();
        for (Receipt receipt : first) {
          if (lost.stream().anyMatch(range -> receipt.seq() >= range.from() && receipt.seq() < range.to())) continue;
          assertThat(log.append(sent((int) receipt.seq()), Log.ANY_SEQ, Ack.DISK)).isEqualTo(receipt);
        }
        assertThat(log.status().nextSeq()).isEqualTo(next);
        assertThat(store.verify(Progress.NONE).problems()).isEmpty();
        for (int i = 0; i < 60; i++)
          log.append(PayloadCodec.BYTES, new byte[0], new byte[EVENT_BYTES], 0, EVENT_BYTES, Log.ANY_SEQ, Ack.OS);
      }
    }
  }

  @Test
  void anEventOfAnyOneSegmentIsDamaged() throws IOException {
    DiskImage image = image(false);
    for (Path file : segments(image)) {
      DiskImage damaged = image.copy();
      bytes(damaged, file)[HEADER + 60] ^= 1;
      check(damaged);
    }
  }

  @Test
  void whatTheLastSealedSegmentsTellIsDamagedAsWell() throws IOException {
    DiskImage image = image(false);
    for (int from = 0; from < 3; from++) {
      DiskImage damaged = image.copy();
      for (Path file : segments(image).subList(from, 3)) {
        byte[] segment = bytes(damaged, file);
        segment[HEADER + 60] ^= 1;
        segment[afterSeal(segment) + 50] ^= 1;
      }
      check(damaged);
    }
  }

  @Test
  void aWholeSegmentIsGone() throws IOException {
    DiskImage image = image(false);
    for (Path file : segments(image).subList(0, 3)) {
      DiskImage damaged = image.copy();
      damaged.files().remove(file);
      check(damaged);
    }
  }

  @Test
  void theEventsThemselvesWereRemovedBefore() throws IOException {
    DiskImage image = image(true);
    DiskImage damaged = image.copy();
    List<Path> segments = segments(image);
    bytes(damaged, segments.get(segments.size() - 2))[HEADER + EVENT_BYTES * 3] ^= 1;
    check(damaged);
  }
}
