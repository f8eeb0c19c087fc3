// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.Event;

/// What SQL makes of an event that has a key and no payload.
class TombstonesSystem {
  @Test
  void aTombstoneIsARowWithoutPayloadFields() {
    try (var db = NetDb.memory()) {
      var orders = db.channel("orders");
      orders.append(Event.json("{\"total\":3}").withKey("ada"));
      orders.append(Event.tombstone("ada"));
      try (var rows = db.query("SELECT event_key, total FROM orders ORDER BY event_seq")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.value(1)).isEqualTo(3L);
        assertThat(rows.next()).isTrue();
        assertThat(rows.value(0)).isEqualTo("ada");
        assertThat(rows.value(1)).isNull();
        assertThat(rows.next()).isFalse();
      }
    }
  }

  @Test
  void aChannelWithADeclaredSchemaRefusesATombstone() {
    try (var db = NetDb.memory()) {
      db.execute("CREATE TABLE orders (total BIGINT)");
      var orders = db.channel("orders");
      assertThatThrownBy(() -> orders.append(Event.tombstone("ada")))
          .isInstanceOf(ChannelException.InvalidPayload.class);
      assertThat(orders.nextSeq()).isZero();
    }
  }
}
