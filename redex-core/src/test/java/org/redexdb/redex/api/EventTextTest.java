// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventTextTest {
  @Test
  void aPrintedEventShowsItsPayloadAndWhatIsSet() {
    assertThat(Event.json("{\"a\":\"ä\"}")).hasToString("Event[payload={\"a\":\"ä\"}]");
    assertThat(Event.json("1").withKey("k").withType("t").withHeaders(Map.of("h", "x")).withEventTimeNanos(5))
        .hasToString("Event[type=t, key=k, eventTimeNanos=5, headers={h=x}, payload=1]");
    assertThat(Event.json("1").withIdOnce(new UUID(0, 1)))
        .hasToString("Event[id=00000000-0000-0000-0000-000000000001, once, payload=1]");
    assertThat(Event.tombstone("k")).hasToString("Event[key=k, tombstone]");
  }

  @Test
  void bytesThatAreNoTextAreCountedAndALongTextIsCut() {
    assertThat(Event.of(new byte[]{(byte) 0xff, 'a'})).hasToString("Event[payload=2 bytes]");
    assertThat(Event.of(new byte[]{0, 'a', 'b'})).hasToString("Event[payload=3 bytes]");
    assertThat(Event.json("x".repeat(200))).hasToString("Event[payload=" + "x".repeat(200) + "]");
    // The 200th character is the first half of a pair: nothing is cut inside of one.
    assertThat(Event.json("x".repeat(199) + "😀😀")).hasToString("Event[payload=" + "x".repeat(199) + "…]");
  }
}
