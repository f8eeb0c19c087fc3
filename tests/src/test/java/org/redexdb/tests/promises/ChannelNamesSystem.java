// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Progress;

/// No name makes a channel part of another, nor of what the store keeps for itself.
class ChannelNamesSystem {
  private static final String LONG = "long/".repeat(12);
  private static final List<String> NAMES = List.of("a", "a/b", "a/b/c", "a/v0000000002", "a/manifest", "a/logs", "a.b",
      "a_b", "a-b", "a/00000000000000000000.seg", "a.deleted", "a.new", "logs", "front", "journal", "store.meta",
      "redex.lock", "2-a", "0-catalog", "catalog", LONG + "x", LONG + "y");

  @TempDir
  Path folder;

  private Redex open() {
    return Redex.open(StoreEnvironment.system(), folder.resolve("store"), Events.OPTIONS, PayloadChecks.NONE);
  }

  @Test
  void dropAndOpenOfAChannelTouchNoOtherWhateverItsName() {
    var there = new LinkedHashSet<>(NAMES);
    try (Redex redex = open()) {
      for (String name : NAMES) redex.channel(name).append(quoted(name));
      holdsItsOwn(redex, there);
    }
    // Those that others would lie within first.
    for (String dropped : List.of("a", "a/b", "a.b", "logs", LONG + "x", "a.deleted", "catalog")) {
      try (Redex redex = open()) {
        assertThat(redex.recoveryNotes()).isEmpty();
        redex.dropChannel(dropped);
        there.remove(dropped);
        holdsItsOwn(redex, there);
      }
      try (Redex redex = open()) {
        assertThat(redex.recoveryNotes()).isEmpty();
        holdsItsOwn(redex, there);
      }
    }
    try (Redex redex = open()) {
      Channel again = redex.channel("a");
      assertThat(again.nextSeq()).as("of a name that was dropped nothing is left").isZero();
      again.append(quoted("a"));
      there.add("a");
      holdsItsOwn(redex, there);
      assertThat(redex.verify(Progress.NONE).problems()).isEmpty();
    }
  }

  private static void holdsItsOwn(Redex redex, Set<String> names) {
    assertThat(redex.channels()).extracting(Channel::name).containsExactlyInAnyOrderElementsOf(names);
    for (String name : names) {
      Channel channel = redex.findChannel(name).orElseThrow();
      assertThat(channel.nextSeq()).as(name).isOne();
      assertThat(channel.read(0).orElseThrow().text()).isEqualTo(quoted(name));
    }
  }

  private static String quoted(String name) { return '"' + name + '"'; }
}
