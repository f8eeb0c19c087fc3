// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.ClosedStore;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.LogUse;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.RebuiltCatalog;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.RepairReport;
import org.redexdb.storage.api.Retention;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.testkit.DiskImage;
import org.redexdb.testkit.PowerCut;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;

/// A catalog that is damaged or missing is an error that names the command; made anew, it has every channel with its identity
/// and options, and the old one is kept.
class CatalogRebuildCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withFrontBlocks(4);
  private static final ChannelOptions KEPT = new ChannelOptions(PayloadCodec.TEXT, Level.OS, 128 << 10,
      Retention.NONE.withMaxEvents(Long.MAX_VALUE).withMaxBytes(1L << 60)
          .withMaxAge(Duration.ofDays(90_000).plusNanos(123_456_789)));
  private static final int HEADER = SmallStore.SEGMENT_HEADER_BYTES;

  private record Before(DiskImage image, Path catalog, UUID orders, UUID empty) {}

  private static StoreEnvironment environment(SimDisk disk, long seed) {
    return new StoreEnvironment(disk, new SimClock(), new SplittableRandom(seed), StoreEnvironment.Work.CALLER);
  }

  private static Redex open(SimDisk disk, Mode mode, long seed) {
    return Redex.open(environment(disk, seed), FOLDER, OPTIONS.withMode(mode), PayloadChecks.NONE);
  }

  private static Before before() throws IOException {
    SimDisk disk = SimDisk.seeded(1).writeBackByItself(false);
    UUID orderUuid;
    UUID emptyUuid;
    try (Redex redex = open(disk, Mode.CREATE_OR_WRITE, 1)) {
      Channel orders = redex.createChannel("orders", KEPT);
      orderUuid = orders.uuid();
      emptyUuid = redex.createChannel("empty", ChannelOptions.DEFAULTS).uuid();
      redex.createChannel("gone", ChannelOptions.DEFAULTS);
      for (int i = 0; i < 5; i++) orders.append("event " + i);
      orders.attribute("fields", "[1]");
      redex.dropChannel("gone");
    }
    DiskImage image = DiskImage.of(disk, FOLDER);
    Path catalog = image.files().keySet().stream()
        .filter(path -> path.toString().contains("0-catalog") && path.toString().endsWith(".seg")).findFirst()
        .orElseThrow();
    return new Before(image, catalog, orderUuid, emptyUuid);
  }

  private static SimDisk damaged(Before before, Consumer<byte[]> damage) throws IOException {
    DiskImage image = before.image().copy();
    damage.accept(Objects.requireNonNull(image.files().get(before.catalog())));
    return disk(image);
  }

  private static SimDisk disk(DiskImage image) throws IOException {
    SimDisk disk = SimDisk.seeded(2).writeBackByItself(false);
    image.writeTo(disk, FOLDER);
    disk.forceDirectory(Path.of("/"));
    return disk;
  }

  private static SimDisk withoutCatalog(Before before) throws IOException {
    DiskImage image = before.image().copy();
    image.files().keySet().removeIf(path -> path.toString().contains("0-catalog"));
    SimDisk disk = disk(image);
    disk.delete(FOLDER.resolve("logs/0-catalog"));
    disk.forceDirectory(FOLDER.resolve("logs"));
    return disk;
  }

  private static void holds(SimDisk disk, Before before, boolean attributes) {
    try (Redex redex = open(disk, Mode.WRITE_EXISTING, 77)) {
      assertThat(redex.channels()).extracting(Channel::name).containsExactly("empty", "orders");
      Channel orders = redex.findChannel("orders").orElseThrow();
      assertThat(orders.uuid()).isEqualTo(before.orders());
      assertThat(orders.options()).isEqualTo(KEPT);
      assertThat(orders.nextSeq()).isEqualTo(5);
      assertThat(orders.attribute("fields").isPresent()).isEqualTo(attributes);
      assertThat(redex.findChannel("empty").orElseThrow().uuid()).isEqualTo(before.empty());
      assertThat(redex.verify(Progress.NONE).problems()).isEmpty();
      redex.createChannel("new", ChannelOptions.DEFAULTS);
      redex.dropChannel("new");
      orders.append("more");
      orders.trim(0);
    }
  }

  @Test
  void aDamagedEventOfTheCatalogCostsNoChannel() throws IOException {
    Before before = before();
    SimDisk disk = damaged(before, bytes -> bytes[HEADER + 60] ^= 1);
    assertThatThrownBy(() -> open(disk, Mode.WRITE_EXISTING, 3)).isInstanceOf(StorageException.Corrupt.class);
    assertThat(ClosedStore.verify(environment(disk, 4), FOLDER, Progress.NONE).problems())
        .anyMatch(line -> line.contains("0-catalog"));
    RebuiltCatalog rebuilt = ClosedStore.rebuildCatalog(environment(disk, 5), FOLDER);
    assertThat(rebuilt.channels()).containsExactly("empty", "orders");
    assertThat(disk.exists(FOLDER.resolve(before.catalog() + ".damaged-1"))).as("the old file is kept").isTrue();
    holds(disk, before, false); // its creation was lost, and with it what was said of it later
  }

  @Test
  void whatTheOldCatalogStillTellsIsKept() throws IOException {
    Before before = before();
    byte[] content = Objects.requireNonNull(before.image().files().get(before.catalog()));
    int last = content.length - 1;
    while (content[last] == 0) last--;
    int at = last - 20;
    SimDisk disk = damaged(before, bytes -> bytes[at] ^= 1);
    ClosedStore.rebuildCatalog(environment(disk, 5), FOLDER);
    holds(disk, before, true);
  }

  @Test
  void aRepairedCatalogIsNotTrustedBeforeItIsRebuilt() throws IOException {
    Before before = before();
    SimDisk disk = damaged(before, bytes -> bytes[HEADER + 60] ^= 1);
    ClosedStore.repair(environment(disk, 5), FOLDER, null, true, Progress.NONE);
    assertThatThrownBy(() -> open(disk, Mode.WRITE_EXISTING, 6)).isInstanceOf(StorageException.Corrupt.class)
        .hasMessageContaining("rebuild-catalog");
    ClosedStore.rebuildCatalog(environment(disk, 7), FOLDER);
    holds(disk, before, false);
  }

  @Test
  void aCatalogWhoseFirstPageIsDamagedIsRepairedAsTheCatalog() throws IOException {
    Before before = before();
    SimDisk disk = damaged(before, bytes -> bytes[60] ^= 1);
    ClosedStore.rebuildCatalog(environment(disk, 5), FOLDER);
    holds(disk, before, true);
    disk = damaged(before, bytes -> bytes[60] ^= 1);
    ClosedStore.repair(environment(disk, 5), FOLDER, null, true, Progress.NONE);
    holds(disk, before, true);
    try (Redex redex = open(disk, Mode.WRITE_EXISTING, 78)) {
      assertThat(redex.findChannel("$catalog")).isPresent();
    }
  }

  @Test
  void aDamagedLogOfTheStoreItselfIsNotTakenForAChannel() throws IOException {
    Before before = before();
    DiskImage image = before.image().copy();
    byte[] local = image.files().entrySet().stream()
        .filter(file -> file.getKey().toString().contains("1-local") && file.getKey().toString().endsWith(".seg"))
        .findFirst().orElseThrow().getValue();
    local[60] ^= 1;
    SimDisk disk = disk(image);
    ClosedStore.rebuildCatalog(environment(disk, 5), FOLDER);
    ClosedStore.repair(environment(disk, 6), FOLDER, null, true, Progress.NONE);
    holds(disk, before, true);
    try (Redex redex = open(disk, Mode.WRITE_EXISTING, 78)) {
      assertThat(redex.findChannel("$local")).isPresent();
    }
  }

  @Test
  void aMissingCatalogIsMadeOfWhatTheSegmentsSay() throws IOException {
    Before before = before();
    SimDisk disk = withoutCatalog(before);
    assertThatThrownBy(() -> open(disk, Mode.WRITE_EXISTING, 3)).hasMessageContaining("rebuild-catalog");
    RebuiltCatalog rebuilt = ClosedStore.rebuildCatalog(environment(disk, 5), FOLDER);
    assertThat(rebuilt.notes()).hasSize(2).allMatch(line -> line.contains("schema"));
    holds(disk, before, false);
  }

  // ---- channels in a shared log

  private static final ChannelOptions SHARED = KEPT.withRetention(Retention.NONE)
      .withSegmentBytes(ChannelOptions.DEFAULTS.segmentBytes()).withLog(LogUse.SHARED);

  private static Before sharedBefore() throws IOException {
    SimDisk disk = SimDisk.seeded(1).writeBackByItself(false);
    UUID orders;
    UUID empty;
    try (Redex redex = open(disk, Mode.CREATE_OR_WRITE, 1)) {
      Channel channel = redex.createChannel("orders", SHARED);
      orders = channel.uuid();
      empty = redex.createChannel("empty", SHARED).uuid();
      redex.createChannel("gone", SHARED);
      for (int i = 0; i < 5; i++) channel.append("event " + i);
      redex.dropChannel("gone");
    }
    DiskImage image = DiskImage.of(disk, FOLDER);
    Path shared = image.files().keySet().stream()
        .filter(path -> path.toString().contains("-shared/") && path.toString().endsWith(".seg")).findFirst()
        .orElseThrow();
    return new Before(image, shared, orders, empty);
  }

  private static void holdsShared(Redex redex, Before before) {
    assertThat(redex.channels()).extracting(Channel::name).containsExactly("empty", "orders");
    Channel orders = redex.findChannel("orders").orElseThrow();
    assertThat(orders.uuid()).isEqualTo(before.orders());
    assertThat(orders.options()).isEqualTo(SHARED);
    assertThat(orders.nextSeq()).isEqualTo(5);
    for (int i = 0; i < 5; i++) assertThat(orders.read(i).orElseThrow().text()).isEqualTo("event " + i);
    assertThat(redex.findChannel("empty").orElseThrow().uuid()).isEqualTo(before.empty());
    assertThat(redex.verify(Progress.NONE).problems()).isEmpty();
    redex.createChannel("new", SHARED).append("1");
    redex.dropChannel("new");
    assertThat(orders.append("more").seq()).isEqualTo(5);
  }

  @Test
  void aMissingCatalogHasItsChannelsInASharedLogAgain() throws IOException {
    Before before = sharedBefore();
    SimDisk disk = withoutCatalog(before);
    RebuiltCatalog rebuilt = ClosedStore.rebuildCatalog(environment(disk, 5), FOLDER);
    assertThat(rebuilt.channels()).containsExactly("empty", "orders");
    try (Redex redex = open(disk, Mode.WRITE_EXISTING, 77)) {
      holdsShared(redex, before);
    }
  }

  @Test
  void aChannelWhoseNameASharedLogHasLostIsNamedByTheCatalogOrCanBeReadWithoutOne() throws IOException {
    Before before = sharedBefore();
    // What made it is the first event there.
    SimDisk disk = damaged(before, bytes -> bytes[HEADER + 70] ^= 1);
    RepairReport report = ClosedStore.repair(environment(disk, 5), FOLDER, null, true, Progress.NONE);
    String unnamed = report.logs().getFirst().notes().stream().filter(line -> line.contains("nothing tells the name"))
        .findFirst().orElseThrow().replaceAll(".*\"(.*)\".*", "$1");
    DiskImage repaired = DiskImage.of(disk, FOLDER);
    try (Redex redex = open(disk, Mode.WRITE_EXISTING, 77)) {
      holdsShared(redex, before);
    }
    disk = withoutCatalog(new Before(repaired, before.catalog(), before.orders(), before.empty()));
    RebuiltCatalog rebuilt = ClosedStore.rebuildCatalog(environment(disk, 5), FOLDER);
    assertThat(rebuilt.channels()).containsExactly("empty");
    assertThat(rebuilt.notes()).anyMatch(line -> line.contains(unnamed));
    try (Redex redex = open(disk, Mode.WRITE_EXISTING, 77)) {
      assertThat(redex.findChannel(unnamed).orElseThrow().read(4).orElseThrow().text()).isEqualTo("event 4");
    }
  }

  @Test
  void aPowerCutAtAnyOperationOfARebuildLeavesWhatAnotherRunFinishes() throws IOException {
    Before before = before();
    long operations;
    {
      SimDisk disk = withoutCatalog(before);
      long start = disk.operations();
      ClosedStore.rebuildCatalog(environment(disk, 5), FOLDER);
      operations = disk.operations() - start;
    }
    assertThat(operations).isGreaterThan(30);
    for (boolean missing : List.of(true, false)) {
      for (long cut = 1; cut <= operations; cut += 3) {
        SimDisk disk = missing ? withoutCatalog(before) : damaged(before, bytes -> bytes[HEADER + 60] ^= 1);
        disk.cutPowerAfter(cut);
        try {
          ClosedStore.rebuildCatalog(environment(disk, 5), FOLDER);
        } catch (PowerCut | StorageException e) {
          assertThat(e).isNotNull();
        }
        SimDisk rebooted = disk.afterReboot();
        ClosedStore.rebuildCatalog(environment(rebooted, 1000 + cut), FOLDER);
        holds(rebooted, before, false);
      }
    }
  }
}
