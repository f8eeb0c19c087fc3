// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.NearNames;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.StoreOptions;

/// Text is stored as it was given or refused, never with a question mark where half of a pair was.
class StrictTextTest {
  private final Redex redex = Redex.open(StoreEnvironment.of(Disks.memory()), Path.of("/store"),
      StoreOptions.DEFAULTS.withFrontBlocks(8), PayloadChecks.NONE);
  private final Channel channel = redex.channel("orders");

  @AfterEach
  void close() { redex.close(); }

  @ParameterizedTest
  @ValueSource(strings = {"\"\ud800\"", "\"\udc00\"", "\"\ud83d\"", "\"a\udc00\ud800\"", "\"\ud800\ud800\udc00\""})
  void halfOfASurrogatePairIsRefusedWhereverItStands(String text) {
    assertRefused(() -> channel.append(text));
    assertRefused(() -> channel.append(Event.json(text)));
    var event = Event.json("{}");
    assertRefused(() -> channel.append(event.withKey(text)));
    assertRefused(() -> channel.append(event.withType(text)));
    assertRefused(() -> channel.append(event.withHeaders(Map.of(text, "x"))));
    assertRefused(() -> channel.append(event.withHeaders(Map.of("x", text))));
    assertRefused(() -> channel.appendBatch(List.of(event, event.withKey(text))));
    assertThat(channel.nextSeq()).isZero();
  }

  private static void assertRefused(Runnable append) {
    assertThatThrownBy(append::run).isInstanceOfSatisfying(ChannelException.InvalidText.class, e -> {
      assertThat(e.code()).isEqualTo("INVALID_TEXT");
      assertThat(e.sqlState()).isEqualTo("22021");
    }).hasMessageContaining("half of a surrogate pair (U+D").hasMessageContaining("at index ");
  }

  @Test
  void wholePairsAndQuestionMarksAreStored() {
    String text = "\"?\ud83d\ude00é\"";
    channel.append(text);
    assertThat(channel.read(0).orElseThrow().event().payload()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    // An escape in JSON is ASCII, whatever it stands for: the bytes are kept.
    channel.append("\"\\ud800\"");
    assertThat(channel.read(1).orElseThrow().text()).isEqualTo("\"\\ud800\"");
  }

  @Test
  void theNearestNamesAreOfferedNearestFirst() {
    assertThat(NearNames.of("ordres", List.of("payments", "orders2", "orders", "Order"))).startsWith("orders")
        .doesNotContain("payments");
    assertThat(NearNames.of("xyz", List.of("orders"))).isEmpty();
    redex.channel("orders");
    assertThat(redex.near("odrers")).containsExactly("orders");
  }
}
