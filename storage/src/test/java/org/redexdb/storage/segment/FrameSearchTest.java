// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameSearchTest {
  private static final int BYTES = 1 << 20;

  /// A segment without frames.
  private record Empty() implements FrameScan.Source {
    @Override
    public long limit() { return BYTES; }

    @Override
    public void read(long offset, byte[] target, int at, int bytes) { Arrays.fill(target, at, at + bytes, (byte) 0); }
  }

  /// A repair keeps one for each segment, of which a log may have more than there is memory.
  @Test
  void holdsNoBytesOfASegmentThatItHasSearched() throws IOException {
    long memory = Runtime.getRuntime().maxMemory();
    List<FrameSearch> kept = new ArrayList<>();
    while ((long) kept.size() * BYTES < 2 * memory) kept.add(new FrameSearch(new Empty(), 1, 0, Long.MAX_VALUE).run());
    assertThat(kept).allMatch(search -> search.nextSeq() == 0);
  }
}
