// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameSearchTest {
  private static final int COLLECTIONS_MAX = 20;

  /// A segment without frames.
  ///
  /// @param given what it was read into
  private record Empty(List<WeakReference<byte[]>> given) implements FrameScan.Source {
    @Override
    public long limit() { return 1 << 20; }

    @Override
    public void read(long offset, byte[] target, int at, int bytes) {
      Arrays.fill(target, at, at + bytes, (byte) 0);
      given.add(new WeakReference<>(target));
    }
  }

  /// A repair keeps one for each segment, of which a log may have more than there is memory.
  @Test
  void holdsNoBytesOfASegmentThatItHasSearched() throws IOException {
    var given = new ArrayList<WeakReference<byte[]>>();
    var search = new FrameSearch(new Empty(given), 1, 0, Long.MAX_VALUE).run();
    assertThat(given).isNotEmpty();
    for (int i = 0; i < COLLECTIONS_MAX && given.getFirst().get() != null; i++) System.gc();
    assertThat(given).allMatch(bytes -> bytes.get() == null);
    assertThat(search.nextSeq()).isZero();
  }
}
