// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;

/// The bytes are those of docs/formats.
class LayoutTest {
  private static final byte[] NONE = new byte[0];

  /// Pairs of offset and size, ascending, ending at `end`.
  private static void laidOut(int end, int... offsetAndSize) {
    int free = 0;
    for (int i = 0; i < offsetAndSize.length; i += 2) {
      assertThat(offsetAndSize[i]).isGreaterThanOrEqualTo(free);
      free = offsetAndSize[i] + offsetAndSize[i + 1];
    }
    assertThat(free).isLessThanOrEqualTo(end);
  }

  @Test
  void fieldsAscendAndDoNotOverlap() {
    laidOut(Frames.HEADER_BYTES, Frames.LENGTH_OFFSET, 4, Frames.CRC_OFFSET, 4, Frames.SEQ_OFFSET, 8, Frames.TS_OFFSET,
        8, Frames.ORIGIN_OFFSET, 8, Frames.EPOCH_OFFSET, 4, Frames.KIND_OFFSET, 1, Frames.CODEC_OFFSET, 1,
        Frames.FLAGS_OFFSET, 2);
    laidOut(SegmentIdentity.PAGE_BYTES, SegmentIdentity.MAGIC_OFFSET, 8, SegmentIdentity.MAJOR_OFFSET, 2,
        SegmentIdentity.MINOR_OFFSET, 2, SegmentIdentity.MIN_READER_OFFSET, 2, SegmentIdentity.HEADER_BYTES_OFFSET, 4,
        SegmentIdentity.SALT_OFFSET, 4, SegmentIdentity.COMPAT_OFFSET, 8, SegmentIdentity.RO_COMPAT_OFFSET, 8,
        SegmentIdentity.INCOMPAT_OFFSET, 8, SegmentIdentity.STORE_UUID_OFFSET, 16,
        SegmentIdentity.STORE_INSTANCE_OFFSET, 8, SegmentIdentity.LOG_UUID_OFFSET, 16,
        SegmentIdentity.SEGMENT_UUID_OFFSET, 16, SegmentIdentity.CAPACITY_OFFSET, 8, SegmentIdentity.CREATED_OFFSET, 8,
        SegmentIdentity.CHECKSUM_KIND_OFFSET, 1, SegmentIdentity.CLOCK_KIND_OFFSET, 1,
        SegmentIdentity.CRYPTO_KIND_OFFSET, 1, SegmentIdentity.LOG_ID_OFFSET, 8, SegmentIdentity.KEY_ID_OFFSET, 8,
        SegmentIdentity.FORKED_FROM_OFFSET, 16, SegmentIdentity.OPTIONS_BYTES_OFFSET, 2,
        SegmentIdentity.NAME_BYTES_OFFSET, 2, SegmentIdentity.OPTIONS_OFFSET, 10 + 255, SegmentIdentity.CRC_OFFSET, 4);
    laidOut(Slots.BYTES - 4, Slots.COUNTER_OFFSET, 8, Mark.DURABLE_SEQ_OFFSET, 8, Mark.DURABLE_OFFSET_OFFSET, 8,
        Mark.EPOCH_OFFSET, 4, Mark.FLAGS_OFFSET, 4, Mark.COMMITTED_SEQ_OFFSET, 8, Mark.FLOOR_SEQ_OFFSET, 8,
        Mark.COUNT_OFFSET, 8, Mark.MIN_TS_OFFSET, 8, Mark.MAX_TS_OFFSET, 8, Mark.RUNNING_MAX_TS_OFFSET, 8,
        Mark.LAST_TS_OFFSET, 8, Mark.HASH_OFFSET, 8, Mark.EPOCHS_OFFSET, 4, Mark.ONCE_COUNT_OFFSET, 4,
        Mark.EPOCH_LIST_OFFSET,
        12 * Mark.EPOCHS_MAX);
    laidOut(Footer.EPOCH_LIST_OFFSET, Footer.VERSION_OFFSET, 4, Footer.FLAGS_OFFSET, 4, Footer.COUNT_OFFSET, 8,
        Footer.FIRST_SEQ_OFFSET, 8, Footer.LAST_SEQ_OFFSET, 8, Footer.FIRST_EPOCH_OFFSET, 4, Footer.LAST_EPOCH_OFFSET,
        4, Footer.MIN_TS_OFFSET, 8, Footer.MAX_TS_OFFSET, 8, Footer.RUNNING_MAX_TS_OFFSET, 8,
        Footer.MIN_EVENT_TIME_OFFSET, 8, Footer.MAX_EVENT_TIME_OFFSET, 8, Footer.CONTENT_HASH_OFFSET, 32,
        Footer.MERKLE_OFFSET, 32, Footer.EPOCHS_OFFSET, 4, Footer.ONCE_ROWS_OFFSET, 4);
  }

  @Test
  void sealAndFooterFitTheirReserveWithTheMostEpochs() {
    var stats = new SegmentStats(Long.MIN_VALUE);
    for (int i = 1; i <= SegmentStats.EPOCHS_MAX + 5; i++) stats.add(i, i, i, i);
    assertThat(stats.epochs()).isEqualTo(SegmentStats.EPOCHS_MAX);
    int footer = Footer.encode(stats, 1, SegmentStats.EPOCHS_MAX + 5, 0).length;
    assertThat(Frames.HEADER_BYTES + Frames.size(Frames.length(0, footer))).isLessThanOrEqualTo(Footer.RESERVE_BYTES);
  }

  @Test
  void aFrameCarriesItsFieldsAndTheSaltedChecksumOfAllBehindTheCommitWord() {
    byte[] payload = "hello".getBytes(StandardCharsets.UTF_8);
    byte[] meta = {2, 1, 'x'};
    var encoder = new FrameEncoder(7, 3);
    encoder.target(0x12345678);
    encoder.begin(42, 99, Frames.KIND_DATA, 2, Frames.FLAG_BATCH_END, meta, 0, 3, payload, 0, 5);
    var bytes = new byte[56];
    encoder.copyTo(bytes, 0, meta, 0, 3, payload, 0, 5);
    assertThat(Frames.length(bytes, 0)).isEqualTo(40 + 2 + 3 + 5);
    assertThat(Frames.seq(bytes, 0)).isEqualTo(42);
    assertThat(Frames.ts(bytes, 0)).isEqualTo(99);
    assertThat(Frames.origin(bytes, 0)).isEqualTo(7);
    assertThat(Frames.epoch(bytes, 0)).isEqualTo(3);
    assertThat(Frames.codec(bytes, 0)).isEqualTo(2);
    assertThat(Frames.flags(bytes, 0)).isEqualTo(Frames.FLAG_BATCH_END | Frames.FLAG_META);
    var crc = new CRC32C();
    crc.update(bytes, 8, 42);
    assertThat(Frames.crc(bytes, 0))
        .isEqualTo((int) crc.getValue() ^ 0x12345678 ^ Frames.length(bytes, 0) * 0x9E3779B1);
    assertThat(Frames.checksumMatches(bytes, 0, 0x12345678)).isTrue();
    assertThat(Frames.checksumMatches(bytes, 0, 0x12345679)).isFalse();
  }

  @Test
  void anIdentityIsReadBackAndAnyFlippedBitIsSeen() {
    var identity = new SegmentIdentity(new UUID(1, 2), new UUID(3, 4), new UUID(5, 6), 77, 8, 1 << 18, 9, 1 << 26,
        "größe");
    byte[] page = identity.encode();
    Path file = Path.of("x.seg");
    assertThat(SegmentIdentity.decode(page, file)).isEqualTo(identity);
    for (int at = 0; at < page.length; at += 61) {
      page[at] ^= 4;
      assertThatThrownBy(() -> SegmentIdentity.decode(page, file)).isInstanceOf(StorageException.Corrupt.class);
      page[at] ^= 4;
    }
  }

  @Test
  void aMarkOfAnotherSegmentDoesNotCount() {
    var slot = new byte[Slots.BYTES];
    var stats = new SegmentStats(5);
    stats.add(10, 20, 1, 30);
    new Mark(3, 10, 9000, 1, 0, stats).encode(slot, 0, 1234);
    Mark read = Mark.decode(slot, 0, 1234);
    assertThat(read).isNotNull();
    assertThat(read.durableOffset()).isEqualTo(9000);
    assertThat(read.stats()).isNotNull();
    assertThat(Mark.decode(slot, 0, 1235)).isNull();
    assertThat(Mark.decode(new byte[Slots.BYTES], 0, 1234)).isNull();
  }

  @Test
  void anUnfinishedBatchIsNotCounted() throws java.io.IOException {
    var encoder = new FrameEncoder(0, 1);
    var bytes = new byte[SegmentIdentity.HEADER_BYTES + 4 * 40 + 40];
    int at = SegmentIdentity.HEADER_BYTES;
    int[] flags = {0, Frames.FLAG_BATCH_BEGIN, 0};
    for (int i = 0; i < flags.length; i++, at += 40) {
      encoder.begin(i, i, Frames.KIND_DATA, 0, flags[i], NONE, 0, 0, NONE, 0, 0);
      encoder.copyTo(bytes, at, NONE, 0, 0, NONE, 0, 0);
    }
    var scan = new FrameScan(0, 0);
    var seen = new int[1];
    var stop = scan.run(new FrameScan.Source() {
      @Override
      public long limit() { return bytes.length; }

      @Override
      public void read(long offset, byte[] target, int to, int count) {
        System.arraycopy(bytes, (int) offset, target, to, count);
      }
    }, (heap, frame, offset) -> seen[0]++);
    assertThat(stop).isEqualTo(FrameScan.Stop.ZERO);
    assertThat(seen[0]).isEqualTo(1);
    assertThat(scan.safeNextSeq()).isEqualTo(1);
    assertThat(scan.safeOffset()).isEqualTo(SegmentIdentity.HEADER_BYTES + 40);
  }

  /// A batch counts the bytes of its frames without knowing the layout by this package.
  @Test
  void aBatchHasAsManyFrameBytesAsItsFrames() {
    for (int metadataBytes : new int[]{0, 1, 6, 255})
      for (int payloadBytes = 0; payloadBytes < 20; payloadBytes++) {
        var batch = new FrameBatch();
        long expected = 0;
        for (int i = 0; i < 3; i++) {
          batch.add(PayloadCodec.BYTES, new byte[metadataBytes], new byte[payloadBytes], 0, payloadBytes);
          expected += Frames.size(Frames.length(metadataBytes, payloadBytes));
        }
        assertThat(batch.frameBytes()).isEqualTo(expected);
      }
  }
}
