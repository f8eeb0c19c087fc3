// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.storage.api.Fsync;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Retention;
import org.redexdb.storage.api.StorageException;

class CatalogJsonTest {
  private static final UUID ID = new UUID(0, 7);
  private static final ChannelRecord CHANNEL = new ChannelRecord(ID, "orders", 2,
      ChannelOptions.DEFAULTS.withAck(Level.OS), Map.of("b", "[1,2]", "a", "{\"x\":null}"));

  @Test
  void bytesAreThoseOfTheFormatPage() {
    assertThat(new String(CatalogJson.write(new CatalogEvent.Created(CHANNEL)), StandardCharsets.UTF_8)).isEqualTo(
        "{\"channel\":\"00000000-0000-0000-0000-000000000007\",\"name\":\"orders\",\"log\":2,\"options\":{\"codec\":\"json\","
            + "\"ack\":\"os\",\"segment_bytes\":67108864},\"attributes\":{\"a\":{\"x\":null},\"b\":[1,2]}}");
  }

  @Test
  void limitsOfRetentionAreKeptAsOptions() {
    var limits = new Retention(1_000, 1L << 40, Duration.ofHours(36));
    var channel = new ChannelRecord(ID, "orders", 2, ChannelOptions.DEFAULTS.withRetention(limits), Map.of());
    byte[] bytes = CatalogJson.write(new CatalogEvent.Created(channel));
    assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("\"segment_bytes\":67108864,"
        + "\"retention_max_events\":1000,\"retention_max_bytes\":1099511627776,\"retention_max_age\":\"PT36H\"}");
    assertThat(CatalogJson.read(1, "channel.created", bytes)).isEqualTo(new CatalogEvent.Created(channel));
    byte[] bad = new String(bytes, StandardCharsets.UTF_8).replace("PT36H", "soon").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> CatalogJson.read(17, "channel.created", bad)).isInstanceOf(StorageException.Corrupt.class);
  }

  @Test
  void limitsOfForcesAreKeptAsOptions() {
    var limits = new Fsync(100, Duration.ofMillis(1_500), 4_096);
    var channel = new ChannelRecord(ID, "orders", 2, ChannelOptions.DEFAULTS.withFsync(limits), Map.of());
    byte[] bytes = CatalogJson.write(new CatalogEvent.Created(channel));
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .contains("\"fsync_events\":100,\"fsync_interval\":\"PT1.5S\",\"fsync_bytes\":4096}");
    assertThat(CatalogJson.read(1, "channel.created", bytes)).isEqualTo(new CatalogEvent.Created(channel));
  }

  @Test
  void everyEventComesBack() {
    for (CatalogEvent event : List.of(new CatalogEvent.Created(CHANNEL), new CatalogEvent.Dropped(ID, 9),
        new CatalogEvent.AttributeSet(ID, "schema", "{\"a\":[1,\"é\"]}"),
        new CatalogEvent.Snapshot(List.of(CHANNEL, CHANNEL), List.of(3L, 4L)),
        new CatalogEvent.Snapshot(List.of(), List.of())))
      assertThat(CatalogJson.read(1, event.type(), CatalogJson.write(event))).isEqualTo(event);
  }

  @Test
  void whatALaterVersionAddsIsPassedOver() {
    byte[] payload = "{\"channel\":\"00000000-0000-0000-0000-000000000007\",\"log\":9,\"reason\":{\"x\":[1]}}"
        .getBytes(StandardCharsets.UTF_8);
    assertThat(CatalogJson.read(1, "channel.dropped", payload)).isEqualTo(new CatalogEvent.Dropped(ID, 9));
    assertThat(CatalogJson.read(1, "channel.painted", payload)).isNull();
  }

  @Test
  void anUnreadableEventIsDamageWithItsSeq() {
    for (String bad : new String[]{"", "[]", "{\"log\":9}", "{\"channel\":\"x\"}", "{\"channel\":"})
      assertThatThrownBy(() -> CatalogJson.read(17, "channel.created", bad.getBytes(StandardCharsets.UTF_8))).as(bad)
          .isInstanceOf(StorageException.Corrupt.class).hasMessageContaining("$catalog#17");
    assertThatThrownBy(() -> CatalogJson.read(17, null, new byte[0])).isInstanceOf(StorageException.Corrupt.class);
  }
}
