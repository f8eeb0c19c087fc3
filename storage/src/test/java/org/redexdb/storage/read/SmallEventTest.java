// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.storage.api.StoreOptions.Verify;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.SegmentIdentity;

/// An event of at most eight bytes is inline: one frame of at most 48 bytes, which is all there is of it and all that a read
/// of it needs (docs/formats/segment.md).
class SmallEventTest {
  private static final int INLINE_BYTES_MAX = 8;
  private static final int FRAME_BYTES_MAX = 48;
  private static final String SEGMENT = "logs/0-ticks/00000000000000000000.seg";

  @TempDir
  Path folder;

  private Store open(Mode mode) {
    return Storage.open(StoreEnvironment.system(), folder,
        StoreOptions.DEFAULTS.withMode(mode).withFrontBlocks(4).withVerify(Verify.ALWAYS));
  }

  /// Events of 0 to 9 bytes, the last of which is the first that is too large.
  private byte[] written() throws IOException {
    try (Store store = open(Mode.CREATE_OR_WRITE)) {
      Log log = store.create("ticks", new LogOptions(Limits.SEGMENT_BYTES_MIN));
      for (int bytes = 0; bytes <= INLINE_BYTES_MAX + 1; bytes++)
        log.append(PayloadCodec.BYTES, new byte[0], payload(bytes), 0, bytes, Log.ANY_SEQ, Ack.OS);
    }
    return Files.readAllBytes(folder.resolve(SEGMENT));
  }

  /// No byte of it is zero, so that none is taken for padding.
  private static byte[] payload(int bytes) {
    var payload = new byte[bytes];
    for (int i = 0; i < bytes; i++) payload[i] = (byte) (bytes << 4 | i + 1);
    return payload;
  }

  /// Where the frame of an event of so many bytes begins: behind an empty one of 40 bytes and others of 48.
  private static int frame(int bytes) {
    return SegmentIdentity.HEADER_BYTES + (bytes == 0 ? 0 : Frames.HEADER_BYTES + (bytes - 1) * FRAME_BYTES_MAX);
  }

  @Test
  void anEventOfAtMostEightBytesTakesItsHeaderAndOneWordOnDisk() throws IOException {
    byte[] file = written();
    for (int bytes = 0; bytes <= INLINE_BYTES_MAX; bytes++) {
      int at = frame(bytes);
      assertThat(Frames.length(file, at)).isEqualTo(Frames.HEADER_BYTES + bytes);
      assertThat(Frames.seq(file, at)).isEqualTo(bytes);
      assertThat(Frames.kind(file, at)).isEqualTo(Frames.KIND_DATA);
      assertThat(Frames.flags(file, at)).as("an ordinary frame").isZero();
      var word = new byte[bytes == 0 ? 0 : FRAME_BYTES_MAX - Frames.HEADER_BYTES];
      System.arraycopy(payload(bytes), 0, word, 0, bytes);
      assertThat(Arrays.copyOfRange(file, at + Frames.HEADER_BYTES, frame(bytes + 1))).isEqualTo(word);
    }
    int larger = frame(INLINE_BYTES_MAX + 1);
    assertThat(Frames.seq(file, larger)).isEqualTo(INLINE_BYTES_MAX + 1);
    assertThat(Frames.size(Frames.length(file, larger))).isEqualTo(FRAME_BYTES_MAX + 8);
  }

  @Test
  void anEventOfAtMostEightBytesIsReadWithItsFrameAlone() throws IOException {
    byte[] file = written();
    try (Store store = open(Mode.READ_ONLY)) {
      Log log = Objects.requireNonNull(store.log(0));
      assertThat(log.read(0, new FrameBlock())).as("mapped, and its index is there").isTrue();
      for (int bytes = 0; bytes <= INLINE_BYTES_MAX; bytes++) {
        byte[] alone = new byte[file.length];
        Arrays.fill(alone, (byte) 0xA5);
        System.arraycopy(file, frame(bytes), alone, frame(bytes), frame(bytes + 1) - frame(bytes));
        overwrite(alone);
        var block = new FrameBlock();
        assertThat(log.read(bytes, block)).isTrue();
        assertThat(block.bytes().length).as("bytes copied").isEqualTo(frame(bytes + 1) - frame(bytes))
            .isLessThanOrEqualTo(FRAME_BYTES_MAX);
        int at = block.payloadOffset(0);
        assertThat(Arrays.copyOfRange(block.bytes(), at, at + block.payloadLength(0))).isEqualTo(payload(bytes));
      }
    }
  }

  private void overwrite(byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(folder.resolve(SEGMENT), StandardOpenOption.WRITE)) {
      assertThat(channel.write(ByteBuffer.wrap(bytes), 0)).isEqualTo(bytes.length);
    }
  }
}
