// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.StoreOptions;

/// Readers beside a writer, each with the store open for itself.
class ReaderTest {
  @TempDir
  Path folder;

  private Redex open(StoreOptions.Mode mode) {
    return Redex.open(StoreEnvironment.system(), folder, StoreOptions.DEFAULTS.withMode(mode), PayloadChecks.NONE);
  }

  private Redex openWriter() { return open(StoreOptions.Mode.CREATE_OR_WRITE); }

  private Redex openReader() { return open(StoreOptions.Mode.READ_ONLY); }

  /// A reader of a store in which there is one channel.
  private Redex first(Redex writer) {
    writer.channel("first").append("1");
    return openReader();
  }

  @Test
  void aReaderThatOpenedWhenNobodyWroteFollowsWhoWritesLater() throws Exception {
    try (Redex redex = openWriter()) {
      redex.channel("orders").append("0");
    }
    try (Redex reader = openReader(); Tail tail = reader.findChannel("orders").orElseThrow().tail(0)) {
      assertThat(tail.poll()).isNotNull();
      assertThat(tail.poll()).isNull();
      for (int expected = 1; expected <= 4; expected++) {
        boolean closedBefore = expected % 2 == 0;
        Redex redex = openWriter();
        redex.channel("orders").append("" + expected);
        if (closedBefore) redex.close();
        StoredEvent event = tail.poll(Duration.ofSeconds(20));
        assertThat(event).isNotNull();
        assertThat(event.text()).isEqualTo("" + expected);
        if (!closedBefore) redex.close();
      }
    }
  }

  @Test
  void aReaderSeesChannelsThatItsWriterMakesAndDropsLater() {
    try (Redex redex = openWriter(); Redex reader = first(redex)) {
      assertThat(reader.channels()).extracting(Channel::name).containsExactly("first");
      redex.channel("later").append("2");
      assertThat(reader.findChannel("later").orElseThrow().read(0).orElseThrow().text()).isEqualTo("2");
      assertThat(reader.channels()).extracting(Channel::name).containsExactly("first", "later");
      redex.dropChannel("first");
      assertThat(reader.channels()).extracting(Channel::name).containsExactly("later");
      redex.channel("first").append("3");
      assertThat(reader.findChannel("first").orElseThrow().read(0).orElseThrow().text()).isEqualTo("3");
    }
  }
}
