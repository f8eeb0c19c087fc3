// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Disks;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.segment.SegmentIdentity;

class BackwardReaderTest {
  private static final int RUN_BYTES = 4 << 10;

  @TempDir
  Path folder;

  private Store inMemory() {
    return Storage.open(StoreEnvironment.of(Disks.memory()), Path.of("/store"),
        StoreOptions.DEFAULTS.withFrontBlocks(8));
  }

  private static void append(Log log, int payloadBytes) {
    log.append(PayloadCodec.BYTES, new byte[0], new byte[payloadBytes], 0, payloadBytes, Log.ANY_SEQ, Ack.OS);
  }

  @Test
  void aBlockTakesNoMoreThanARunOrOneEvent() {
    try (Store store = inMemory()) {
      Log log = store.create("c", new LogOptions(Limits.SEGMENT_BYTES_MIN));
      for (int i = 0; i < 10_000; i++) append(log, i % 200);
      var block = new FrameBlock(RUN_BYTES);
      long next = log.tip().seq();
      int blocks = 0;
      try (FrameReader reader = log.backwardReader(0, Long.MAX_VALUE)) {
        for (; reader.next(block); blocks++) {
          assertThat(block.bytes().length).isLessThanOrEqualTo(RUN_BYTES);
          assertThat(block.seq(block.count() - 1)).isEqualTo(next);
          for (int i = 1; i < block.count(); i++) assertThat(block.seq(i)).isEqualTo(block.seq(i - 1) + 1);
          next = block.seq(0) - 1;
        }
      }
      assertThat(next).isEqualTo(-1);
      // 1.4 MB of frames: a run is about full, so that a range is gone through in about as many runs as forward.
      assertThat(blocks).isBetween(340, 500);
    }
  }

  @Test
  void anEventLongerThanARunComesAlone() {
    try (Store store = inMemory()) {
      Log log = store.create("c", new LogOptions(Limits.SEGMENT_BYTES_MIN));
      append(log, 10);
      append(log, 3 * RUN_BYTES);
      append(log, 10);
      var block = new FrameBlock(RUN_BYTES);
      try (FrameReader reader = log.backwardReader(0, 3)) {
        for (long seq = 2; seq >= 0; seq--) {
          assertThat(reader.next(block)).isTrue();
          assertThat(block.count()).isEqualTo(1);
          assertThat(block.seq(0)).isEqualTo(seq);
        }
        assertThat(reader.next(block)).isFalse();
        assertThat(block.count()).isZero();
      }
    }
  }

  @Test
  void damageIsNamedEachTimeAndWhatIsBehindItWasGiven() throws IOException {
    Path store = folder.resolve("store");
    try (Store writer = Storage.open(StoreEnvironment.system(), store, StoreOptions.DEFAULTS)) {
      Log log = writer.create("c", new LogOptions(256 << 10));
      for (int i = 0; i < 1_000; i++) append(log, 24);
    }
    Path file;
    try (var files = Files.walk(store)) {
      file = files.filter(path -> path.toString().endsWith(".seg")).findFirst().orElseThrow();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[]{'#'}), SegmentIdentity.HEADER_BYTES + 500 * 64 + 40);
    }
    try (Store reader = Storage.open(StoreEnvironment.system(), store,
        StoreOptions.DEFAULTS.withMode(StoreOptions.Mode.READ_ONLY))) {
      Log log = Objects.requireNonNull(reader.log(0));
      var block = new FrameBlock(RUN_BYTES);
      try (FrameReader backward = log.backwardReader(0, Long.MAX_VALUE)) {
        long[] next = {1_000};
        for (int i = 0; i < 2; i++)
          assertThatThrownBy(() -> {
            while (backward.next(block)) next[0] = block.seq(0);
          }).isInstanceOf(StorageException.Corrupt.class).hasMessageContaining("#500");
        assertThat(next[0]).isBetween(501L, 501L + RUN_BYTES / 64);
      }
    }
  }

  @Test
  void aReaderOfAClosedLogSaysSo() {
    Store store = inMemory();
    Log log = store.create("c", new LogOptions(Limits.SEGMENT_BYTES_MIN));
    for (int i = 0; i < 2_000; i++) append(log, 100);
    var block = new FrameBlock(RUN_BYTES);
    FrameReader reader = log.backwardReader(0, Long.MAX_VALUE);
    assertThat(reader.next(block)).isTrue();
    store.close();
    assertThatThrownBy(() -> reader.next(block)).isInstanceOf(StorageException.Closed.class);
    reader.close();
    assertThatThrownBy(() -> reader.next(block)).isInstanceOf(StorageException.Closed.class)
        .hasMessageContaining("reader");
  }
}
