// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventMetadata;
import org.redexdb.storage.api.StorageException;

class MetadataTest {
  private static EventMetadata read(byte[] bytes) { return new EventMetadata().reset(bytes, 0, bytes.length); }

  @Test
  void bytesAreThoseOfTheFormatPage() {
    var event = Event.json("1").withId(UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f")).withType("t")
        .withKey("kk").withEventTimeNanos(258).withHeaders(Map.of("b", "2", "a", "1"));
    assertThat(HexFormat.of().formatHex(MetadataEncoder.encode("c", event)))
        .isEqualTo("0110000102030405060708090a0b0c0d0e0f"
            + "020174" + "03026b6b" + "04080201000000000000" + "0708" + "0161" + "0131" + "0162" + "0132");
  }

  @Test
  void whatIsNotThereTakesNoByteAndReadsAsAbsent() {
    assertThat(MetadataEncoder.encode("c", Event.json("1"))).isEmpty();
    EventMetadata none = read(new byte[0]);
    assertThat(none.id()).isNull();
    assertThat(none.type()).isNull();
    assertThat(none.eventTimeNanos()).isEmpty();
    assertThat(none.headers()).isEmpty();
    assertThat(none.length(EventMetadata.KEY)).isEqualTo(-1);
  }

  @Test
  void aTextLongerThanOneLengthByteComesBack() {
    String key = "k".repeat(1_000);
    assertThat(read(MetadataEncoder.encode("c", Event.json("1").withKey(key))).key()).isEqualTo(key);
  }

  @Test
  void unknownFieldsArePassedOverUnlessTheyAreCritical() {
    assertThat(read(HexFormat.of().parseHex("020174" + "0901ff" + "2a00")).type()).isEqualTo("t");
    assertThatThrownBy(() -> read(HexFormat.of().parseHex("020174" + "9001ff")))
        .isInstanceOf(StorageException.Unsupported.class).hasMessageContaining("144");
  }

  @Test
  void bytesThatAreNoMetadataAreDamage() {
    for (String bad : new String[]{"02", "0205", "020174" + "020174", "030161" + "020162", "02ffffff7f"})
      assertThatThrownBy(() -> read(HexFormat.of().parseHex(bad))).as(bad).isInstanceOf(StorageException.Corrupt.class);
    assertThatThrownBy(() -> read(HexFormat.of().parseHex("01020000")).id())
        .isInstanceOf(StorageException.Corrupt.class);
    assertThatThrownBy(() -> read(HexFormat.of().parseHex("040100")).eventTimeNanos())
        .isInstanceOf(StorageException.Corrupt.class);
    assertThatThrownBy(() -> read(HexFormat.of().parseHex("070205ff")).headers())
        .isInstanceOf(StorageException.Corrupt.class);
  }
}
