// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.segment.Slots;

/// The bytes are those of docs/formats/journal.md.
class JournalImageTest {
  private static final UUID SEGMENT = new UUID(0x0102030405060708L, 0x1112131415161718L);

  private static JournalImage image(int frameBytes) {
    var frames = new byte[frameBytes];
    for (int i = 0; i < frameBytes; i++) frames[i] = (byte) (i * 31);
    return new JournalImage(7, SEGMENT, 8192, 40, 42, 43, frames);
  }

  @Test
  void anImageCarriesItsFieldsWhereThePageSays() {
    List<byte[]> parts = image(16).parts();
    assertThat(parts).hasSize(1);
    byte[] part = parts.getFirst();
    assertThat(part).hasSize(64 + 16);
    assertThat(Slots.intAt(part, 0)).isZero();
    assertThat(Slots.intAt(part, 4)).isZero();
    assertThat(Slots.longAt(part, 8)).isEqualTo(7);
    assertThat(Slots.uuidAt(part, 16)).isEqualTo(SEGMENT);
    assertThat(Slots.longAt(part, 32)).isEqualTo(8192);
    assertThat(Slots.longAt(part, 40)).isEqualTo(40);
    assertThat(Slots.longAt(part, 48)).isEqualTo(42);
    assertThat(Slots.longAt(part, 56)).isEqualTo(43);
    assertThat(part[64 + 5]).isEqualTo((byte) (5 * 31));
  }

  @Test
  void anImageIsCutIntoPartsAtItsLimitAndFoundWholeAgain() {
    int limit = JournalImage.PART_BYTES_MAX;
    for (int size : new int[]{limit - 8, limit, limit + 8, 2 * limit + 8}) {
      JournalImage image = image(size);
      List<byte[]> parts = image.parts();
      assertThat(parts).hasSize((size + limit - 1) / limit);
      var content = new JournalContent();
      for (int i = 0; i < parts.size(); i++)
        assertThat(content.add(parts.get(i), 0, parts.get(i).length, i == 0)).isTrue();
      assertThat(content.of(SEGMENT)).hasSize(1);
      assertThat(content.of(SEGMENT).getFirst().frames()).isEqualTo(image.frames());
      assertThat(content.commits()).containsExactly(List.of(new JournalContent.Appended(7, 42, 43)));
    }
  }

  @Test
  void onlyTheSeqsOfACommitAreCommitted() {
    var content = new JournalContent();
    byte[] part = image(16).parts().getFirst();
    content.add(part, 0, part.length, true);
    assertThat(List.of(40L, 41L, 44L)).noneMatch(seq -> content.committed(SEGMENT, seq));
    assertThat(List.of(42L, 43L)).allMatch(seq -> content.committed(SEGMENT, seq));
    assertThat(content.committed(new UUID(0, 1), 42)).isFalse();
  }

  @Test
  void apartImagesOfASegmentStayApart() {
    var content = new JournalContent();
    byte[] first = image(16).parts().getFirst();
    byte[] later = new JournalImage(7, SEGMENT, 9000, 50, 50, 50, new byte[8]).parts().getFirst();
    content.add(first, 0, first.length, true);
    content.add(later, 0, later.length, true);
    assertThat(content.of(SEGMENT)).extracting(JournalContent.Stretch::segmentOffset).containsExactly(8192L, 9000L);
    assertThat(content.commits()).hasSize(2);
  }

  @Test
  void anotherVersionOrTooFewBytesAreNotRead() {
    byte[] part = image(16).parts().getFirst();
    Slots.putInt(part, 0, 1);
    assertThat(new JournalContent().add(part, 0, part.length, true)).isFalse();
    assertThat(JournalImage.decode(Objects.requireNonNull(part), 0, 63)).isNull();
  }
}
