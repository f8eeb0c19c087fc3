// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.segment.FrameEncoder;
import org.redexdb.storage.segment.FrameScan;
import org.redexdb.storage.segment.FrameScan.Stop;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.SegmentIdentity;

/// Frames of an earlier life, whole in themselves and of the right size, do not count: each guard alone keeps them out.
class StaleFramesTest {
  private static final int SALT = 0x12345678;
  private static final byte[] PAYLOAD = new byte[8];
  private static final int FRAME_BYTES = 48;

  /// A frame as it lies in the file.
  private record Frame(int salt, int epoch, long seq) {}

  private static final class Scanned {
    final ArrayList<Long> seqs = new ArrayList<>();
    Stop stop = Stop.LIMIT;
    String expected = "";
  }

  private static Scanned scan(Frame... frames) throws IOException {
    var bytes = new byte[SegmentIdentity.HEADER_BYTES + frames.length * FRAME_BYTES + 8];
    int at = SegmentIdentity.HEADER_BYTES;
    for (Frame frame : frames) {
      var encoder = new FrameEncoder(0, frame.epoch);
      encoder.target(frame.salt);
      encoder.begin(frame.seq, 1, Frames.KIND_DATA, 0, 0, PAYLOAD, 0, 0, PAYLOAD, 0, PAYLOAD.length);
      encoder.copyTo(bytes, at, PAYLOAD, 0, 0, PAYLOAD, 0, PAYLOAD.length);
      at += FRAME_BYTES;
    }
    var scan = new FrameScan(SALT, 0);
    var scanned = new Scanned();
    scanned.stop = scan.run(new FrameScan.Source() {
      @Override
      public long limit() { return bytes.length; }

      @Override
      public void read(long offset, byte[] target, int to, int count) {
        System.arraycopy(bytes, (int) offset, target, to, count);
      }
    }, (heap, frame, _) -> scanned.seqs.add(Frames.seq(heap, frame)));
    scanned.expected = scan.expected();
    return scanned;
  }

  @Test
  void aFrameOfAnotherFileDoesNotCount() throws IOException {
    Scanned scanned = scan(new Frame(SALT, 1, 0), new Frame(SALT + 1, 1, 1), new Frame(SALT + 1, 1, 2));
    assertThat(scanned.seqs).containsExactly(0L);
    assertThat(scanned.stop).isEqualTo(Stop.DAMAGE);
    assertThat(scanned.expected).contains("crc32c");
  }

  @Test
  void aFrameOfAnEarlierWriterBehindOneOfALaterDoesNotCount() throws IOException {
    Scanned scanned = scan(new Frame(SALT, 1, 0), new Frame(SALT, 2, 1), new Frame(SALT, 1, 2));
    assertThat(scanned.seqs).containsExactly(0L, 1L);
    assertThat(scanned.stop).isEqualTo(Stop.DAMAGE);
    assertThat(scanned.expected).contains("epoch");
    assertThat(scan(new Frame(SALT, 0, 0)).seqs).as("no writer has epoch 0").isEmpty();
  }

  @Test
  void aFrameWithAnotherNumberDoesNotCount() throws IOException {
    Scanned scanned = scan(new Frame(SALT, 1, 0), new Frame(SALT, 1, 2));
    assertThat(scanned.seqs).containsExactly(0L);
    assertThat(scanned.expected).isEqualTo("seq 1");
    Scanned whole = scan(new Frame(SALT, 1, 0), new Frame(SALT, 1, 1), new Frame(SALT, 4, 2));
    assertThat(whole.seqs).containsExactly(0L, 1L, 2L);
    assertThat(whole.stop).isEqualTo(Stop.ZERO);
  }
}
