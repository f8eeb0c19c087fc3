// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redexdb.cli.console.UserError;
import org.redexdb.cli.ingest.Source;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.Event;

/// The importer against the plain statement of what it must do: the channel holds the good lines of the file, in order,
/// each once.
class ImporterModel {
  private static final Importer.Listener SILENT = new Importer.Listener() {
    @Override
    public void skipped(long line, String reason) {}

    @Override
    public void resumes(long events, long line) {}

    @Override
    public void stored(long events) {}

    @Override
    public boolean due() { return false; }
  };

  private final FakeChannel channel = new FakeChannel();

  @Test
  void eventsAreStoredInBatchesUpToTheLimit() throws IOException {
    int most = Importer.BATCH_EVENTS_MAX;
    for (int count : new int[]{most - 1, most, most + 1}) {
      channel.batches.clear();
      assertThat(run("s" + count, lines(0, count), false).stored()).isEqualTo(count);
      assertThat(channel.batches).isEqualTo(count > most ? List.of(most, 1) : List.of(count));
    }
  }

  @Test
  void aBatchHasALimitInBytesToo() throws IOException {
    var line = "\"" + "x".repeat(Importer.BATCH_BYTES_MAX / 3) + "\"";
    run("s", List.of(line, line, line, line, line), false);
    assertThat(channel.batches).containsExactly(2, 2, 1);
  }

  @Test
  void aBadLineStopsWithEverythingBeforeItStoredAndTheRerunGoesOnBehindThat() throws IOException {
    var lines = new ArrayList<>(lines(0, 2_500));
    lines.set(1_700, "{broken");
    var stopped = run("s", lines, false);
    assertThat(stopped.stop()).isNotNull();
    assertThat(stopped.stop().line()).isEqualTo(1_701);
    assertThat(stopped.lastLine()).isEqualTo(1_700);
    assertThat(channel.texts()).isEqualTo(lines(0, 1_700));

    assertThat(run("s", lines, false).stored()).as("stops at the same line again").isZero();
    lines.set(1_700, "{\"i\":1700}");
    var finished = run("s", lines, false);
    assertThat(finished.before()).isEqualTo(1_700);
    assertThat(finished.stop()).isNull();
    assertThat(channel.texts()).isEqualTo(lines(0, 2_500));
  }

  @Test
  void aFinishedFileAddsNothingUnlessAskedToAndItsNewLinesOnce() throws IOException {
    run("s", lines(0, 10), false);
    assertThat(run("s", lines(0, 10), false)).satisfies(o -> {
      assertThat(o.stored()).isZero();
      assertThat(o.before()).isEqualTo(10);
    });
    assertThat(run("s", lines(0, 12), false).stored()).isEqualTo(2);
    assertThat(run("s", lines(0, 12), true).stored()).isEqualTo(12);
    assertThat(run("s", lines(0, 13), false).stored()).as("continues the newest run").isEqualTo(1);
    assertThat(channel.events).hasSize(25);
  }

  @Test
  void aFileWhoseStoredPartChangedIsRefusedAndNothingStored() throws IOException {
    run("s", lines(0, 10), false);
    var changed = new ArrayList<>(lines(0, 12));
    changed.set(3, "{\"i\":-3}");
    assertThatThrownBy(() -> run("s", changed, false)).isInstanceOf(UserError.class).hasMessageContaining("--again");
    assertThatThrownBy(() -> run("s", lines(0, 9), false)).isInstanceOf(UserError.class);
    assertThat(channel.events).hasSize(10);
  }

  @Test
  void otherSourcesAndOtherWritersDoNotHideTheMarker() throws IOException {
    run("a", lines(0, 5_000), false);
    run("b", lines(0, 5_000), false);
    for (int i = 0; i < 20; i++)
      channel.appendBatch(IntStream.range(0, 1_000).mapToObj(n -> Event.json("{}")).toList());
    assertThat(run("a", lines(0, 5_001), false).stored()).isEqualTo(1);
    assertThat(run("b", lines(0, 5_002), false).stored()).isEqualTo(2);
  }

  @Test
  void badLinesArePassedOverWhenAskedToAndARerunPassesOverThemAgain() throws IOException {
    var lines = new ArrayList<>(lines(0, 10));
    lines.set(2, "nope");
    lines.set(9, "");
    var outcome = run("s", lines, false, true);
    assertThat(outcome.skipped()).isEqualTo(1);
    assertThat(outcome.stored()).isEqualTo(8);
    lines.add("{\"i\":10}");
    assertThat(run("s", lines, false, true).stored()).isEqualTo(1);
    assertThat(channel.texts()).hasSize(9).doesNotHaveDuplicates();
  }

  @Test
  void aStreamWithoutNameLeavesNoMarker() throws IOException {
    run(null, lines(0, 3), false);
    assertThat(channel.events).allSatisfy(e -> assertThat(e.event().headers()).isEmpty());
  }

  @Test
  void aKeyAtTheLimitIsStoredAndALongerOneIsABadLine() throws IOException {
    for (int bytes = 1_023; bytes <= 1_025; bytes++) {
      var text = "{\"k\":\"" + "é" + "x".repeat(bytes - 2) + "\"}";
      try (var source = source(List.of(text), "k")) {
        var outcome = new Importer(channel, () -> channel, source.reader(), null, false, SILENT, () -> false)
            .run(false);
        assertThat(outcome.stop() == null).as("%d bytes", bytes).isEqualTo(bytes <= 1_024);
      }
    }
  }

  @Test
  void theChannelIsMadeWithTheFirstEventsOrAtTheEndOfASourceWithoutAny() throws IOException {
    var made = new ArrayList<Integer>();
    Supplier<Channel> creation = () -> {
      made.add(channel.events.size());
      return channel;
    };
    try (var bad = source(List.of("{", "{}"), null)) {
      assertThat(new Importer(null, creation, bad.reader(), "s", false, SILENT, () -> false).run(false).stop())
          .isNotNull();
    }
    assertThat(made).isEmpty();
    try (var good = source(List.of("{}"), null)) {
      new Importer(null, creation, good.reader(), "s", false, SILENT, () -> false).run(false);
    }
    assertThat(made).containsExactly(0);
    try (var empty = source(List.of(), null)) {
      new Importer(null, creation, empty.reader(), "s", false, SILENT, () -> false).run(false);
    }
    assertThat(made).hasSize(2);
  }

  @Test
  void aKeyThatIsNoUnicodeIsABadLine() throws IOException {
    for (var key : List.of("\\ud800", "\\udc00x", "\\ud83d\\ude00")) {
      try (var source = source(List.of("{\"k\":\"" + key + "\"}"), "k")) {
        var outcome = new Importer(channel, () -> channel, source.reader(), null, false, SILENT, () -> false)
            .run(false);
        assertThat(outcome.stop() == null).as(key).isEqualTo(key.endsWith("ude00"));
      }
    }
  }

  static LongStream seeds() { return LongStream.rangeClosed(1, 300); }

  @ParameterizedTest
  @MethodSource("seeds")
  void whereverTheProcessDiesAndTheFileIsMendedEveryEventIsThereOnce(long seed) throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("Xoroshiro128PlusPlus").create(seed);
    int count = random.nextInt(1, 4_500);
    var good = lines(0, count);
    var lines = new ArrayList<>(good);
    for (int i = random.nextInt(4); i > 0; i--)
      lines.set(random.nextInt(count), "{\"i\":");
    for (int attempt = 0; attempt < 50; attempt++) {
      channel.appendsUntilDeath = random.nextInt(-1, 4);
      channel.storesBeforeDeath = random.nextBoolean();
      try {
        var outcome = run("s", lines, false);
        if (outcome.stop() == null) break;
        lines.set((int) outcome.stop().line() - 1, good.get((int) outcome.stop().line() - 1));
      } catch (FakeChannel.Died _) {
        // The next attempt is the rerun of the user.
      }
    }
    channel.appendsUntilDeath = -1;
    assertThat(run("s", lines, false).stop()).isNull();
    assertThat(channel.texts()).isEqualTo(good);
  }

  private Importer.Outcome run(@Nullable String name, List<String> lines, boolean again) throws IOException {
    return run(name, lines, again, false);
  }

  private Importer.Outcome run(@Nullable String name, List<String> lines, boolean again, boolean skipBad)
      throws IOException {
    try (var source = source(lines, null)) {
      return new Importer(channel, () -> channel, source.reader(), name, skipBad, SILENT, () -> false).run(again);
    }
  }

  private static Source source(List<String> lines, @Nullable String key) throws IOException {
    var bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    var options = key == null
        ? Source.Options.DEFAULTS
        : new Source.Options(null, null, false, new org.redexdb.cli.ingest.Extraction(null, null,
            org.redexdb.cli.ingest.FieldPath.of(key), org.redexdb.cli.ingest.TimeFormat.AUTO));
    return Source.open(new ByteArrayInputStream(bytes), "x.jsonl", options);
  }

  private static List<String> lines(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "{\"i\":" + i + "}").toList();
  }
}
