// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.Disks;

/// A writer whose store was taken over, although it believes that it holds the lock, writes nothing more.
class FenceTest {
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10);

  @TempDir
  Path folder;

  private final AtomicLong aheadNanos = new AtomicLong();
  private final Disk disk = Disks.system();

  /// The clock of the machine, with pauses.
  private final TimeSource time = new TimeSource() {
    @Override
    public long epochNanos() { return System.currentTimeMillis() * 1_000_000 + aheadNanos.get(); }

    @Override
    public long monotonicNanos() { return System.nanoTime() + aheadNanos.get(); }
  };

  private Store open() {
    StoreEnvironment own = StoreEnvironment.of(disk);
    return Storage.open(new StoreEnvironment(disk, time, own.random(), own.work()), folder.resolve("store"), OPTIONS);
  }

  private void pause() { aheadNanos.addAndGet(1_100_000_000L); }

  private static void append(Log log, int bytes, Ack ack) {
    log.append(PayloadCodec.BYTES, new byte[0], new byte[bytes], 0, bytes, Log.ANY_SEQ, ack);
  }

  /// As the next writer does before it writes anything else.
  private StoreMeta takeOver() throws IOException {
    Path header = folder.resolve("store").resolve(StoreMeta.FILE_NAME);
    try (DiskFile file = disk.open(header, Disk.Access.WRITE)) {
      StoreMeta next = StoreMeta.read(file, header).opened(7);
      next.write(file);
      return next;
    }
  }

  private StoreMeta stored() throws IOException {
    Path header = folder.resolve("store").resolve(StoreMeta.FILE_NAME);
    try (DiskFile file = disk.open(header, Disk.Access.READ)) {
      return StoreMeta.read(file, header);
    }
  }

  @Test
  void afterAPauseAWriterSeesThatItsStoreWasTakenOver() throws IOException {
    Store store = open();
    Log log = store.create("orders", new LogOptions(64 << 10));
    append(log, 10, Ack.DISK);
    Path segment = logFolder().resolve("00000000000000000000.seg");
    byte[] before = Files.readAllBytes(segment);
    StoreMeta next = takeOver();
    pause();
    // Whoever of the store's threads looks first: refused, or in the front and not known to be on the device.
    assertThatThrownBy(() -> append(log, 10, Ack.DISK)).isInstanceOfAny(StorageException.Fenced.class,
        StorageException.NotDurable.class);
    assertThatThrownBy(() -> append(log, 10, Ack.OS)).isInstanceOf(StorageException.Fenced.class)
        .hasMessageContaining("epoch");
    assertThatThrownBy(store::close).isInstanceOf(StorageException.Fenced.class);
    assertThat(Files.readAllBytes(segment)).isEqualTo(before);
    assertThat(stored()).isEqualTo(next);
  }

  @Test
  void noSegmentIsBegunInAStoreThatWasTakenOver() throws IOException {
    Store store = open();
    Log log = store.create("orders", new LogOptions(64 << 10));
    append(log, 10, Ack.DISK);
    StoreMeta next = takeOver();
    assertThatThrownBy(() -> {
      for (int i = 0; i < 1_000; i++) append(log, 1_000, Ack.DISK);
    }).isInstanceOf(StorageException.class);
    assertThat(disk.list(logFolder())).filteredOn(file -> file.endsWith(".seg"))
        .containsExactly("00000000000000000000.seg");
    assertThatThrownBy(() -> store.create("more", new LogOptions(64 << 10)))
        .isInstanceOf(StorageException.Fenced.class);
    assertThatThrownBy(store::close).isInstanceOf(StorageException.Fenced.class);
    assertThat(stored()).isEqualTo(next);
  }

  private Path logFolder() throws IOException {
    Path logs = folder.resolve("store").resolve(LogFolder.PARENT);
    return logs.resolve(disk.list(logs).getFirst());
  }

  @Test
  void anIdleWriterDoesNotCloseTheStoreOfAnother() throws IOException {
    Store store = open();
    append(store.create("orders", new LogOptions(64 << 10)), 10, Ack.DISK);
    StoreMeta next = takeOver();
    assertThatThrownBy(store::close).isInstanceOf(StorageException.Fenced.class);
    assertThat(stored()).isEqualTo(next);
  }
}
