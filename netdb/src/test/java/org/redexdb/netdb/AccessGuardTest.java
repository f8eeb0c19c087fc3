// SPDX-License-Identifier: Apache-2.0
package org.redexdb.netdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.redex.api.AccessGuard;
import org.redexdb.redex.api.AccessGuard.Right;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.Principal;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.api.RedexException;
import org.redexdb.storage.api.StorageException;

/// Nothing is handed out that the guard refuses, by whatever way it is asked for.
class AccessGuardTest {
  private static final Principal ADA = new Principal(Principal.Kind.ORIGIN, "ada");

  @TempDir
  Path folder;

  /// `principal right channel`, each granted on its own.
  private final Set<String> granted = ConcurrentHashMap.newKeySet();
  private final AccessGuard guard = (principal, right, channel) -> granted.contains(grant(principal, right, channel));

  private static String grant(Principal principal, Right right, String channel) {
    return principal.kind() + ":" + principal.id() + " " + right + " " + channel;
  }

  private void grant(String channel, Right... rights) {
    for (Right right : rights) granted.add(grant(ADA, right, channel));
  }

  private NetDb open(Principal principal) {
    return NetDb.open(folder.resolve("data"), OpenOptions.DEFAULTS.withGuard(guard, principal));
  }

  /// Names with one hash code.
  @BeforeEach
  void twoChannels() {
    assertThat("an".hashCode()).isEqualTo("c0".hashCode());
    try (var db = NetDb.open(folder.resolve("data"))) {
      db.channel("an").append("{\"n\":1}");
      db.channel("c0").append("{\"n\":2}");
    }
  }

  private static void refused(Right right, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOfSatisfying(ChannelException.Denied.class, denied -> {
      assertThat(denied.sqlState()).isEqualTo("42501");
      assertThat(denied.code()).isEqualTo("ACCESS_DENIED");
      assertThat(denied).hasMessageContaining(right.name().toLowerCase(Locale.ROOT)).hasMessageContaining(
          "ada");
    });
  }

  private List<String> files() throws IOException {
    try (var all = Files.walk(folder.resolve("data").resolve("logs"))) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void aChannelIsHandedOutByItsExactNameOnly() {
    grant("an", Right.READ);
    try (var db = open(ADA)) {
      assertThat(db.findChannel("an").orElseThrow().read(0).orElseThrow().text()).isEqualTo("{\"n\":1}");
      refused(Right.READ, () -> db.findChannel("c0"));
      refused(Right.READ, () -> db.channel("c0"));
      refused(Right.READ, () -> db.findChannel("there is none"));
      assertThat(db.channels()).extracting(Channel::name).containsExactly("an");
      assertThat(db.status().store().channels()).hasSize(1);
      refused(Right.READ, () -> db.findChannel("$catalog"));
    }
  }

  @Test
  void aChannelThatIsOpenAlreadyIsAskedForAgainAndOneHandedOutIsNot() {
    grant("an", Right.READ, Right.APPEND);
    try (var db = open(ADA)) {
      Channel held = db.channel("an");
      granted.clear();
      refused(Right.READ, () -> db.channel("an"));
      held.append("{\"n\":3}");
      refused(Right.APPEND, () -> db.transaction(tx -> tx.append(held, "{\"n\":4}")));
      assertThat(held.nextSeq()).isEqualTo(2);
    }
  }

  @Test
  void withoutTheRightToAppendAChannelCanOnlyBeRead() {
    grant("an", Right.READ);
    try (var db = open(ADA)) {
      Channel channel = db.channel("an");
      refused(Right.APPEND, () -> channel.append("{}"));
      refused(Right.APPEND, () -> channel.appendBatch(List.of(Event.json("{}"))));
      refused(Right.APPEND, channel::appender);
      refused(Right.APPEND, () -> channel.trim(1));
      refused(Right.APPEND, channel::applyRetention);
      refused(Right.APPEND, () -> channel.attribute("a", "1"));
      refused(Right.APPEND, () -> db.transaction(tx -> tx.append(channel, "{}")));
      refused(Right.APPEND, () -> db.execute("INSERT INTO \"an\" (n) VALUES (1)"));
      refused(Right.APPEND, () -> db.execute("APPEND TO \"an\" JSON '{}'"));
      assertThat(channel.nextSeq()).isEqualTo(1);
    }
  }

  @Test
  void theRightToReadIsAllAViewNeedsAndNothingLessGivesOne() {
    grant("an", Right.READ);
    grant("c0", Right.APPEND, Right.MANAGE);
    try (var db = open(ADA)) {
      try (var view = db.channel("an").view(SeqRange.ALL)) {
        assertThat(view.next()).isTrue();
        assertThat(view.text()).isEqualTo("{\"n\":1}");
      }
      refused(Right.READ, () -> db.channel("c0").view(SeqRange.ALL));
    }
  }

  @Test
  void aChannelThatCanOnlyBeReadEndsWithItsStore() {
    grant("an", Right.READ);
    Tail tail;
    try (var db = open(ADA)) {
      tail = db.channel("an").tail(1);
    }
    try (tail) {
      assertThatThrownBy(() -> tail.poll(Duration.ZERO)).isInstanceOf(StorageException.Closed.class);
    }
  }

  @Test
  void creatingAndDroppingAreRefusedBeforeAFileIsTouched() throws IOException {
    grant("an", Right.READ, Right.APPEND);
    grant("new", Right.READ, Right.APPEND);
    try (var db = open(ADA)) {
      List<String> before = files();
      refused(Right.MANAGE, () -> db.channel("new"));
      refused(Right.MANAGE, () -> db.createChannel("new", ChannelOptions.DEFAULTS));
      refused(Right.MANAGE, () -> db.dropChannel("an"));
      refused(Right.MANAGE, () -> db.dropChannel("there is none"));
      refused(Right.MANAGE, () -> db.execute("CREATE CHANNEL \"new\""));
      refused(Right.MANAGE, () -> db.execute("CREATE TABLE \"new\" (a BIGINT)"));
      refused(Right.MANAGE, () -> db.execute("DROP CHANNEL \"an\""));
      assertThat(files()).isEqualTo(before);
      grant("new", Right.MANAGE);
      db.channel("new").append("{}");
      db.dropChannel("new");
    }
  }

  @Test
  void sqlSeesWhatMayBeReadAndNamesNothingElse() {
    grant("an", Right.READ);
    try (var db = open(ADA)) {
      try (var rows = db.query("SELECT n FROM \"an\"")) {
        assertThat(rows.next()).isTrue();
      }
      refused(Right.READ, () -> db.query("SELECT n FROM \"c0\""));
      refused(Right.READ, () -> db.query("SELECT a.n FROM \"an\" a JOIN \"c0\" b ON a.n = b.n"));
      refused(Right.READ, () -> db.execute("DESCRIBE \"c0\""));
      try (var rows = db.query("SHOW CHANNELS")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.value(0)).isEqualTo("an");
        assertThat(rows.next()).isFalse();
      }
      grant("c01", Right.READ);
      assertThatThrownBy(() -> db.query("SELECT * FROM \"c01\"")).isInstanceOf(RedexException.class)
          .satisfies(
              e -> assertThat(String.valueOf(e.getMessage())).doesNotContain("\"c0\"").doesNotContain("mean c0"));
    }
  }

  @Test
  void aSubscribersGrantOpensNothingForAnOriginOfThatId() {
    granted.add(grant(new Principal(Principal.Kind.SUBSCRIBER, "ada"), Right.READ, "an"));
    try (var db = open(ADA)) {
      refused(Right.READ, () -> db.channel("an"));
    }
  }

  @Test
  void aHandleWithAnotherGuardDoesNotShareTheStore() {
    try (var db = open(ADA); var same = open(ADA)) {
      assertThat(same.channels()).isEmpty();
      assertThatThrownBy(() -> NetDb.open(folder.resolve("data"))).isInstanceOf(StorageException.InUse.class);
      assertThatThrownBy(() -> open(Principal.PROGRAM)).isInstanceOf(StorageException.InUse.class);
      assertThat(db.readOnly()).isFalse();
    }
  }
}
