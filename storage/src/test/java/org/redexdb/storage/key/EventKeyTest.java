// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EventKeyTest {
  private static byte[] find(int... metadata) {
    var bytes = new byte[metadata.length + 2];
    for (int i = 0; i < metadata.length; i++) bytes[i + 1] = (byte) metadata[i];
    long found = EventKey.find(bytes, 1, metadata.length);
    if (!EventKey.exists(found)) return new byte[]{-1};
    return Arrays.copyOfRange(bytes, EventKey.offset(found), EventKey.offset(found) + EventKey.length(found));
  }

  @Test
  void aKeyIsFoundBehindAndBeforeOtherFields() {
    assertThat(find(3, 2, 'k', '7')).containsExactly('k', '7');
    assertThat(find(2, 1, 'x', 3, 1, 'k', 4, 1, 0)).containsExactly('k');
    assertThat(find(3, 0)).isEmpty();
  }

  @Test
  void aLengthOfTwoBytesIsRead() {
    var metadata = new int[3 + 200];
    metadata[0] = 3;
    metadata[1] = 200 & 0x7F | 0x80;
    metadata[2] = 1;
    assertThat(find(metadata)).hasSize(200);
  }

  @Test
  void whatHasNoKeyHasNone() {
    byte[] none = {-1};
    assertThat(find()).isEqualTo(none);
    assertThat(find(2, 1, 'x')).isEqualTo(none);
    assertThat(find(4, 1, 3)).isEqualTo(none);
    assertThat(find(0x90, 1, 3)).isEqualTo(none);
  }

  @Test
  void metadataThatIsNoneHasNoKey() {
    byte[] none = {-1};
    assertThat(find(3)).isEqualTo(none);
    assertThat(find(3, 4, 'k')).isEqualTo(none);
    assertThat(find(3, 0x80)).isEqualTo(none);
    assertThat(find(3, 0x80, 0x80, 0x80, 0x80, 1)).isEqualTo(none);
  }
}
