// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.redex.api.AppendCondition;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.LogUse;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Retention;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.StoreOptions.Mode;

class SharedChannelsTest {
  private static final ChannelOptions SHARED = ChannelOptions.DEFAULTS.withLog(LogUse.SHARED).withAck(Level.OS);
  private static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(Limits.SEGMENT_BYTES_MIN)
      .withFrontBlocks(8);

  @TempDir
  Path folder;

  private Redex redex;
  private Channel a;
  private Channel b;

  @BeforeEach
  void open() {
    redex = open(OPTIONS);
    a = redex.createChannel("a", SHARED);
    b = redex.createChannel("b", SHARED);
  }

  private Redex open(StoreOptions options) {
    return Redex.open(StoreEnvironment.of(Disks.system()), folder, options, PayloadChecks.NONE);
  }

  @AfterEach
  void close() { redex.close(); }

  private void reopen() {
    redex.close();
    redex = open(OPTIONS);
    a = redex.findChannel("a").orElseThrow();
    b = redex.findChannel("b").orElseThrow();
  }

  private static List<String> texts(Channel channel) {
    var texts = new ArrayList<String>();
    try (EventCursor events = channel.scan(SeqRange.ALL)) {
      for (StoredEvent event = events.next(); event != null; event = events.next()) texts.add(event.text());
    }
    return texts;
  }

  /// Appends to both until the shared log has rolled a few times.
  private void roll() {
    String filler = '"' + "x".repeat(1000) + '"';
    for (int i = 0; i < 300; i++) (i % 2 == 0 ? a : b).append(filler);
  }

  private Path sharedFolder() throws IOException {
    try (Stream<Path> logs = Files.list(folder.resolve("logs"))) {
      return logs.filter(log -> log.toString().endsWith("shared")).findFirst().orElseThrow();
    }
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(sharedFolder())) {
      return files.filter(file -> file.toString().endsWith(".seg")).sorted().toList();
    }
  }

  @Test
  void channelsInOneLogNeverSeeEachOthersEventsAndCountTheirOwn() {
    assertThat(a.append("1").seq()).isZero();
    assertThat(b.append("2").seq()).isZero();
    assertThat(a.appendBatch(List.of(Event.json("3"), Event.json("4"))).seq()).isEqualTo(2);
    assertThat(b.append("5").seq()).isEqualTo(1);

    assertThat(texts(a)).containsExactly("1", "3", "4");
    assertThat(texts(b)).containsExactly("2", "5");
    reopen();
    assertThat(texts(a)).containsExactly("1", "3", "4");
    assertThat(texts(b)).containsExactly("2", "5");
    assertThat(b.options()).isEqualTo(SHARED);
    assertThat(redex.findChannel("$shared")).as("what carries them").isEmpty();
    assertThat(redex.verify(Progress.NONE).problems()).isEmpty();
  }

  @Test
  void aTailIsWokenByItsOwnChannelOnly() throws Exception {
    try (Tail tail = a.tail(0); var threads = Executors.newSingleThreadExecutor()) {
      Future<StoredEvent> next = threads.submit(() -> tail.poll(Duration.ofSeconds(30)));
      for (int i = 0; i < 50; i++) b.append("\"not for it\"");
      a.append("\"for it\"");
      assertThat(next.get().text()).isEqualTo("\"for it\"");
      Future<StoredEvent> none = threads.submit(() -> tail.poll(Duration.ofSeconds(30)));
      redex.dropChannel("a");
      assertThatThrownBy(none::get).isInstanceOf(ExecutionException.class).cause()
          .isInstanceOf(StorageException.Closed.class).hasMessageContaining("a");
    }
  }

  @Test
  void aTransactionOverMembersAndALogOfItsOwnIsWhole() {
    Channel own = redex.channel("own");
    redex.transaction(t -> t.append(a, "1").append(own, "2").append(b, "3").expect(b, 0), Ack.DISK);
    assertThatThrownBy(() -> redex.transaction(t -> t.append(a, "4").append(b, "5").expect(b, 0), null))
        .isInstanceOfSatisfying(StorageException.Conflict.class, e -> assertThat(e.where().channel()).isEqualTo("b"));
    redex.transaction(t -> t.append(a, "6").append(b, "7"), Ack.OS);

    assertThat(texts(a)).containsExactly("1", "6");
    assertThat(texts(b)).containsExactly("3", "7");
    assertThat(texts(own)).containsExactly("2");
    assertThat(redex.tips(List.of(a, own, b))).containsExactly(1, 0, 1);
  }

  @Test
  void theLastEventOfAKeyIsThatOfItsChannel() {
    a.append(Event.json("1").withKey("k"));
    b.append(Event.json("2").withKey("k"));
    assertThat(a.latest("k").orElseThrow().text()).isEqualTo("1");
    assertThat(b.keyVersion("k")).isZero();
    a.append(Event.json("3").withKey("k"), AppendCondition.keyAtVersion("k", 0), Ack.OS);
    assertThatThrownBy(() -> a.append(Event.json("4").withKey("k"), AppendCondition.keyAtVersion("k", 0), Ack.OS))
        .isInstanceOf(StorageException.Conflict.class).hasMessageContaining("a");
  }

  @Test
  void aDroppedChannelIsGoneAndItsNameBeginsAnew() {
    a.append("1");
    redex.dropChannel("a");
    assertThatThrownBy(() -> a.append("2")).isInstanceOf(StorageException.Closed.class);
    assertThat(redex.findChannel("a")).isEmpty();
    assertThat(redex.createChannel("a", SHARED).nextSeq()).isZero();
    reopen();
    assertThat(texts(a)).isEmpty();
    assertThatThrownBy(() -> redex.createChannel("a", SHARED)).isInstanceOf(ChannelException.Exists.class);
  }

  @Test
  void whatWasTrimmedStaysAwayAndFilesGoWhenNoMemberNeedsThem() throws IOException {
    roll();
    long first = a.trim(100).floorAfter();
    assertThat(first).isEqualTo(100);
    assertThat(segments().getFirst().getFileName()).as("b has events there").hasToString("00000000000000000000.seg");
    a.trim(Long.MAX_VALUE);
    b.trim(140);
    roll();
    assertThat(segments().getFirst().getFileName().toString()).isNotEqualTo("00000000000000000000.seg");
    reopen();
    assertThat(a.firstSeq()).isEqualTo(150);
    assertThat(texts(a)).hasSize(150);
    assertThat(b.firstSeq()).isEqualTo(140);
    assertThat(texts(b)).hasSize(160);
    assertThat(a.read(149)).isEmpty();
  }

  @Test
  void aReaderThatComesBackAfterFilesWentFindsWhoIsThere() {
    Channel c = redex.createChannel("c", SHARED);
    c.append("1");
    try (Redex beside = open(OPTIONS.withMode(Mode.READ_ONLY))) {
      Channel seen = beside.findChannel("a").orElseThrow();
      assertThat(beside.findChannel("c").orElseThrow().nextSeq()).isEqualTo(1);
      roll();
      redex.dropChannel("c");
      a.trim(Long.MAX_VALUE);
      b.trim(Long.MAX_VALUE);
      roll();
      a.force();
      assertThat(texts(seen)).hasSize(150);
      assertThat(seen.firstSeq()).isEqualTo(150);
      assertThat(beside.findChannel("c")).isEmpty();
    }
  }

  @Test
  void damageIsToldOfTheChannelAndNothingIsLeftOut() throws IOException {
    roll();
    redex.close();
    Path last = segments().getLast();
    byte[] bytes = Files.readAllBytes(last);
    for (int i = 9000; i < 9016; i++) bytes[i] ^= 0x55;
    Files.write(last, bytes);
    redex = open(OPTIONS);
    a = redex.findChannel("a").orElseThrow();
    assertThatThrownBy(() -> texts(a)).isInstanceOfSatisfying(StorageException.Corrupt.class, e -> {
      assertThat(e.where().channel()).isEqualTo("a");
      assertThat(e.where().file()).hasFileName(String.valueOf(last.getFileName()));
    });
    assertThatThrownBy(() -> a.tip()).isInstanceOf(StorageException.Corrupt.class);
    assertThatThrownBy(() -> a.append("1")).isInstanceOf(StorageException.ReadOnly.class).hasMessageContaining("a: ");
    assertThat(a.status().toString()).contains("corrupt");
    assertThat(redex.verify(Progress.NONE).problems()).isNotEmpty();
    // Others go on, and new ones get a log that is whole.
    assertThat(redex.createChannel("d", SHARED).append("1").seq()).isZero();
  }

  @Test
  void whatASharedLogCannotDoIsRefusedAtOnce() {
    assertThatThrownBy(() -> SHARED.withRetention(Retention.NONE.withMaxEvents(5)))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a log of its own");
    assertThatThrownBy(() -> SHARED.withSegmentBytes(Limits.SEGMENT_BYTES_MIN))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a log of its own");
  }
}
