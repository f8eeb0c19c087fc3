// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.TimeRange;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Limits;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.TimeSource;

/// Reading by time against a list of the events, under a clock that is set forward and back.
class ReadByTimeModel {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00.123456789Z");

  private static final class SetClock implements TimeSource {
    private Instant now = START;

    @Override
    public long epochNanos() { return now.getEpochSecond() * 1_000_000_000 + now.getNano(); }

    /// Moves as the wall clock does not: a clock that is set is seen at once.
    @Override
    public long monotonicNanos() { return reads += 2_000_000_000L; }

    private long reads;
  }

  private final SetClock clock = new SetClock();

  private Redex open() {
    return Redex.open(new StoreEnvironment(Disks.memory(), clock, new SplittableRandom(1), Work.CALLER),
        Path.of("/store"), StoreOptions.DEFAULTS.withFrontBlocks(8), PayloadChecks.NONE);
  }

  private static List<StoredEvent> all(EventCursor cursor) {
    var events = new ArrayList<StoredEvent>();
    try (cursor) {
      for (StoredEvent event = cursor.next(); event != null; event = cursor.next()) events.add(event);
    }
    return events;
  }

  private static Event event(Random random, int bytes) {
    Event event = Event.json("\"" + "x".repeat(bytes) + "\"");
    return random.nextInt(3) == 0 ? event : event.withEventTimeNanos(random.nextInt(2_000) - 1_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aTimeIsWhereTheGreatestTimeSoFarReachesIt(long seed) {
    var random = new Random(seed);
    try (Redex redex = open()) {
      Channel channel = redex.createChannel("c", ChannelOptions.DEFAULTS.withSegmentBytes(Limits.SEGMENT_BYTES_MIN));
      for (int i = 0; i < 1_000; i++) {
        clock.now = clock.now.plus(switch (random.nextInt(100)) {
          case 0 -> Duration.ofMinutes(-2 - random.nextInt(600));
          case 1 -> Duration.ofMinutes(random.nextInt(600));
          case 2, 3 -> Duration.ofSeconds(-random.nextInt(59));
          default -> Duration.ofNanos(random.nextInt(3));
        });
        channel.append(event(random, random.nextInt(600)), Ack.OS);
      }
      List<StoredEvent> events = all(channel.scan(SeqRange.ALL));
      var times = new ArrayList<>(List.of(Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE));
      for (int i = 0; i < 300; i++) times.add(events.get(random.nextInt(events.size())).ts() + random.nextInt(3) - 1);
      for (long time : times) {
        long expected = events.stream().filter(event -> event.ts() >= time).mapToLong(StoredEvent::seq).findFirst()
            .orElse(events.size());
        assertThat(channel.seqAt(time)).as("at %s", time).isEqualTo(expected);
        if (time > 0 && time < Long.MAX_VALUE)
          assertThat(channel.seqAt(Instant.ofEpochSecond(0, time))).isEqualTo(expected);
        checkRange(channel, events, time, times.get(random.nextInt(times.size())));
      }
      assertThat(channel.status().log().segments()).isGreaterThan(4);
      // The clock was set back far enough to matter.
      boolean[] steps = {false};
      for (int i = 1; i < events.size(); i++) steps[0] |= events.get(i).ts() < events.get(i - 1).ts();
      assertThat(steps[0]).isTrue();
    }
  }

  private static void checkRange(Channel channel, List<StoredEvent> events, long one, long other) {
    var time = new TimeRange(Math.min(one, other), Math.max(one, other));
    SeqRange range = channel.appendedIn(time);
    for (StoredEvent event : events) {
      if (event.seq() < range.from()) assertThat(time.contains(event.ts())).isFalse();
      else if (event.seq() < range.to() && time.toNanos() < Long.MAX_VALUE)
        assertThat(event.ts()).isLessThan(time.toNanos());
    }
    if (range.count() > 0 && range.from() < events.size())
      assertThat(events.get((int) range.from()).ts()).isGreaterThanOrEqualTo(time.fromNanos());
  }

  @Test
  void aRangeWithoutAnEndTakesWhatComesLaterToo() {
    try (Redex redex = open()) {
      Channel channel = redex.channel("c");
      channel.append("1");
      clock.now = clock.now.plusSeconds(1);
      Instant since = clock.now;
      channel.append("2");
      SeqRange open = channel.appendedIn(TimeRange.from(since));
      SeqRange ended = channel.appendedIn(TimeRange.between(since, since.plusSeconds(100)));
      channel.append("3");
      assertThat(all(channel.scan(open))).extracting(StoredEvent::text).containsExactly("2", "3");
      assertThat(all(channel.scan(ended))).extracting(StoredEvent::text).containsExactly("2");
      assertThat(all(channel.scan(channel.appendedIn(TimeRange.until(since))))).extracting(StoredEvent::text)
          .containsExactly("1");
      assertThat(channel.seqAt(Instant.MAX)).isEqualTo(3);
      assertThat(channel.seqAt(Instant.MIN)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void byEventTimeIsTheListFiltered(long seed) {
    var random = new Random(seed);
    try (Redex redex = open()) {
      Channel channel = redex.createChannel("c", ChannelOptions.DEFAULTS.withSegmentBytes(Limits.SEGMENT_BYTES_MIN));
      for (int i = 0; i < 800; i++) channel.append(event(random, random.nextInt(300)), Ack.OS);
      List<StoredEvent> events = all(channel.scan(SeqRange.ALL));
      for (int i = 0; i < 50; i++) {
        long from = random.nextLong(-1_200, 1_200);
        var time = i == 0 ? TimeRange.ALL : new TimeRange(from, from + random.nextInt(500));
        long first = random.nextInt(800);
        var range = i % 2 == 0 ? SeqRange.ALL : new SeqRange(first, first + random.nextInt(400));
        List<Long> expected = events.stream().filter(event -> event.seq() >= range.from() && event.seq() < range.to())
            .filter(event -> event.event().eventTimeNanos().isPresent()
                && time.contains(event.event().eventTimeNanos().getAsLong()))
            .map(StoredEvent::seq).toList();
        assertThat(all(channel.scanByEventTime(range, time))).extracting(StoredEvent::seq)
            .containsExactlyElementsOf(expected);
        if (range.equals(SeqRange.ALL))
          assertThat(all(channel.scanByEventTime(time))).extracting(StoredEvent::seq)
              .containsExactlyElementsOf(expected);
      }
    }
  }
}
