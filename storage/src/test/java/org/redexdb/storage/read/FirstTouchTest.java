// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Disks;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.storage.api.StoreOptions.Verify;
import org.redexdb.storage.runtime.CallerCrew;
import org.redexdb.storage.runtime.SystemTime;
import org.redexdb.storage.segment.FrameEncoder;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.IndexFill;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentList;
import org.redexdb.storage.segment.SegmentStats;

/// When checksums are checked, seen by damaging bytes under a reader.
class FirstTouchTest {
  private static final byte[] NONE = new byte[0];
  private static final int EVENTS = 2000;
  private static final int PAYLOAD_BYTES = 24;
  private static final int FRAME_BYTES = Frames.HEADER_BYTES + PAYLOAD_BYTES;

  @TempDir
  Path folder;

  private Store open(Mode mode, Verify verify) {
    var environment = new StoreEnvironment(Disks.system(), new SystemTime(), new SplittableRandom(1), Work.CALLER);
    return Storage.open(environment, folder.resolve("store"),
        StoreOptions.DEFAULTS.withMode(mode).withFrontBlocks(4).withVerify(verify));
  }

  private void fill() {
    try (Store store = open(Mode.CREATE_OR_WRITE, Verify.FIRST_TOUCH)) {
      Log log = store.create("orders", new LogOptions(256 << 10));
      for (int i = 0; i < EVENTS; i++)
        log.append(PayloadCodec.BYTES, NONE, payload(i), 0, PAYLOAD_BYTES, Log.ANY_SEQ, Ack.OS);
    }
  }

  private static byte[] payload(int i) {
    return String.format("%0" + PAYLOAD_BYTES + "d", i).getBytes(StandardCharsets.US_ASCII);
  }

  private void damage(int event) throws IOException {
    Path file = folder.resolve("store/logs/0-orders/00000000000000000000.seg");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[]{'#'}),
          SegmentIdentity.HEADER_BYTES + (long) event * FRAME_BYTES + Frames.HEADER_BYTES);
    }
  }

  private static Log log(Store store) { return Objects.requireNonNull(store.log(0)); }

  @Test
  void anEventReadInAnyOrderIsCheckedOnce() throws IOException {
    fill();
    try (Store store = open(Mode.READ_ONLY, Verify.FIRST_TOUCH)) {
      Log log = log(store);
      var block = new FrameBlock();
      assertThat(log.read(1500, block)).isTrue();
      damage(1500);
      assertThat(log.read(1500, block)).as("checked before, so not again").isTrue();
      assertThat(block.bytes()[block.payloadOffset(0)]).isEqualTo((byte) '#');
    }
  }

  @Test
  void aCheckOfOneEventSaysNothingOfItsNeighbours() throws IOException {
    fill();
    try (Store store = open(Mode.READ_ONLY, Verify.FIRST_TOUCH)) {
      Log log = log(store);
      assertThat(log.read(1500, new FrameBlock())).isTrue();
      for (int neighbour : new int[]{0, 1499, 1501, EVENTS - 1}) {
        damage(neighbour);
        assertThatThrownBy(() -> log.read(neighbour, new FrameBlock())).as("event %d", neighbour)
            .isInstanceOf(StorageException.Corrupt.class).hasMessageContaining("#" + neighbour);
      }
    }
  }

  @Test
  void aScanMeetsDamageBetweenWhatWasChecked() throws IOException {
    fill();
    try (Store store = open(Mode.READ_ONLY, Verify.FIRST_TOUCH)) {
      Log log = log(store);
      for (int i = 0; i < EVENTS; i++) if (i != 777) assertThat(log.read(i, new FrameBlock())).isTrue();
      damage(777);
      damage(800);
      var block = new FrameBlock();
      try (FrameReader reader = log.reader(0, EVENTS)) {
        assertThatThrownBy(() -> {
          while (reader.next(block)) assertThat(block.seq(block.count() - 1)).isLessThan(777);
        }).isInstanceOf(StorageException.Corrupt.class).hasMessageContaining("#777");
      }
    }
  }

  @Test
  void alwaysMeansEachTime() throws IOException {
    fill();
    try (Store store = open(Mode.READ_ONLY, Verify.ALWAYS)) {
      Log log = log(store);
      assertThat(log.read(1500, new FrameBlock())).isTrue();
      damage(1500);
      assertThatThrownBy(() -> log.read(1500, new FrameBlock())).isInstanceOf(StorageException.Corrupt.class);
    }
  }

  @Test
  void blocksOfAnySizeDeliverTheSameEvents() {
    fill();
    try (Store store = open(Mode.WRITE_EXISTING, Verify.FIRST_TOUCH)) {
      Log log = log(store);
      for (int runBytes : new int[]{1, FRAME_BYTES - 1, FRAME_BYTES, 1000, FrameBlock.RUN_BYTES_SMALL,
          FrameBlock.RUN_BYTES_DEFAULT}) {
        var block = new FrameBlock(runBytes);
        int next = 0;
        try (FrameReader reader = log.reader(0, Long.MAX_VALUE)) {
          while (reader.next(block)) {
            assertThat(block.count()).isBetween(1, Math.max(1, runBytes / FRAME_BYTES));
            for (int i = 0; i < block.count(); i++, next++) assertIs(block, i, next);
          }
        }
        assertThat(next).as("runs of %d bytes", runBytes).isEqualTo(EVENTS);
      }
      var one = new FrameBlock();
      for (int i = 0; i < EVENTS; i++) {
        assertThat(log.read(i, one)).isTrue();
        assertThat(one.count()).isEqualTo(1);
        assertIs(one, 0, i);
      }
    }
  }

  private static void assertIs(FrameBlock block, int i, int event) {
    assertThat(block.seq(i)).isEqualTo(event);
    assertThat(block.payloadLength(i)).isEqualTo(PAYLOAD_BYTES);
    int at = block.payloadOffset(i);
    assertThat(Arrays.copyOfRange(block.bytes(), at, at + PAYLOAD_BYTES)).as("event %d", event)
        .isEqualTo(payload(event));
    assertThat(block.codec(i)).isEqualTo(PayloadCodec.BYTES.id());
  }

  /// Bytes of the front are on their way to the file; what gets there has yet to be checked.
  @Test
  void whatIsFlushedWhileItIsCopiedFromTheFrontDoesNotCountAsChecked() throws IOException {
    var files = new SegmentFiles(Disks.system(), new CallerCrew(), folder, "orders");
    var none = new UUID(0, 1);
    var identity = new SegmentIdentity(none, none, none, 7, 0, 64 << 10, 0, 64 << 10, "orders");
    var index = new IndexFill();
    index.add(SegmentIdentity.HEADER_BYTES);
    var segment = Segment.reopened(files, identity, 0, SegmentIdentity.HEADER_BYTES, new SegmentStats(Long.MIN_VALUE),
        0, index);
    var encoder = new FrameEncoder(0, 1);
    encoder.target(7);
    encoder.begin(0, 1, Frames.KIND_DATA, 0, 0, NONE, 0, 0, payload(0), 0, PAYLOAD_BYTES);
    var frame = new byte[FRAME_BYTES];
    encoder.copyTo(frame, 0, NONE, 0, 0, payload(0), 0, PAYLOAD_BYTES);
    var view = new FrontView(segment, frame);
    try {
      assertThat(new LogReads(view, Verify.FIRST_TOUCH).read(0, new FrameBlock())).isTrue();
      assertThat(segment.flushed()).as("flushed meanwhile").isEqualTo(SegmentIdentity.HEADER_BYTES + FRAME_BYTES);
      assertThat(segment.firstUnverified(0, 1)).isZero();
    } finally {
      segment.retire();
    }
  }

  /// One event in the front, which the flusher writes at the very moment of a copy.
  private record FrontView(Segment segment, byte[] frame) implements LogView {
    @Override
    public String name() { return "orders"; }

    @Override
    public SegmentList segments() { return new SegmentList(new ArrayList<>(List.of(segment)), 0); }

    @Override
    public long tipSeq() { return 0; }

    @Override
    public int copyOut(Segment from, long offset, byte[] target, int at, int max) {
      System.arraycopy(frame, 0, target, at, Math.min(max, frame.length));
      from.flushedTo(SegmentIdentity.HEADER_BYTES + frame.length);
      return Math.min(max, frame.length);
    }

    @Override
    public void damaged(StorageException.Corrupt damage) { throw damage; }

    @Override
    public boolean isClosed() { return false; }
  }
}
