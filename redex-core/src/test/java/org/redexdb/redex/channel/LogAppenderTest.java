// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Appender;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;

class LogAppenderTest {
  private final Redex redex;
  private final Channel channel;

  LogAppenderTest(@TempDir Path folder) {
    redex = Redex.open(StoreEnvironment.system(), folder.resolve("store"), StoreOptions.DEFAULTS, PayloadChecks.NONE);
    channel = redex.createChannel("orders", ChannelOptions.DEFAULTS);
  }

  @AfterEach
  void close() { redex.close(); }

  @Test
  void singleEventsGiveBackTheirSeqs() {
    Appender appender = channel.appender(Ack.OS);
    assertThat(appender.append(bytes("\"a\""))).isZero();
    assertThat(appender.append(bytes("[\"b\"]"), 1, 3)).isEqualTo(1);
    assertThat(appender.append(Event.json("\"c\"").withKey("k"))).isEqualTo(2);
    assertThat(channel.read(0).orElseThrow().text()).isEqualTo("\"a\"");
    assertThat(channel.read(1).orElseThrow().text()).isEqualTo("\"b\"");
    assertThat(channel.read(2).orElseThrow().event().key()).isEqualTo("k");
  }

  @Test
  void anAppendIsDurableWhenItsLevelSaysSo() {
    long seq = channel.appender().append(bytes("1"));
    assertThat(channel.durableSeq()).isEqualTo(seq);
  }

  @Test
  void whatWasAddedIsAppendedAtOnce() {
    Appender appender = channel.appender();
    appender.add(bytes("1")).add(bytes("[2]"), 1, 1).add(Event.json("3").withType("t"));
    assertThat(appender.added()).isEqualTo(3);
    assertThat(channel.tip().seq()).isEqualTo(-1);
    Receipt receipt = appender.commit();
    assertThat(receipt.firstSeq()).isZero();
    assertThat(receipt.count()).isEqualTo(3);
    assertThat(receipt.level()).isEqualTo(Level.DISK);
    assertThat(channel.read(1).orElseThrow().text()).isEqualTo("2");
    assertThat(channel.read(2).orElseThrow().event().type()).isEqualTo("t");
    assertThat(appender.added()).isZero();
    assertThatThrownBy(appender::commit).isInstanceOf(IllegalStateException.class).hasMessageContaining("orders");
  }

  @Test
  void whatAddTakesCommitTakes() {
    Appender appender = channel.appender(Ack.OS);
    // 8 x 8 MiB of payload are a batch, but not with the headers of their frames.
    var payload = new byte[Limits.BATCH_BYTES_MAX / 8];
    for (int i = 0; i < 7; i++) appender.add(payload);
    assertThatThrownBy(() -> appender.add(payload)).isInstanceOf(StorageException.TooLarge.class)
        .hasMessageStartingWith("orders").hasMessageContaining("frame bytes");
    int headers = 8 * 40;
    appender.add(payload, 0, payload.length - headers);
    assertThatThrownBy(() -> appender.add(payload, 0, 0)).isInstanceOf(StorageException.TooLarge.class);
    assertThat(appender.commit().count()).isEqualTo(8);
    assertThat(appender.add(payload).commit().count()).as("the limit counts anew").isEqualTo(1);
  }

  @Test
  void anEventThatIsTooLargeLeavesTheOthers() {
    Appender appender = channel.appender(Ack.OS);
    appender.add(bytes("1"));
    var large = new byte[Limits.EVENT_BYTES_MAX + 1];
    assertThatThrownBy(() -> appender.add(large)).isInstanceOf(StorageException.TooLarge.class);
    assertThatThrownBy(() -> appender.append(large)).isInstanceOf(StorageException.TooLarge.class);
    assertThat(appender.commit().count()).isEqualTo(1);
    assertThat(channel.tip().seq()).isZero();
  }

  private static byte[] bytes(String text) { return text.getBytes(StandardCharsets.UTF_8); }
}
