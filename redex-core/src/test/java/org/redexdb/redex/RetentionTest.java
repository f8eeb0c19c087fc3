// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.Pin;
import org.redexdb.storage.api.Retention;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.api.Trimmed;
import org.redexdb.storage.api.Trimmed.HeldBack;

/// What a channel keeps, by its options and by hand.
class RetentionTest {
  private static final Path FOLDER = Path.of("/store");

  private final Disk disk = Disks.memory();
  private final AtomicLong nanos = new AtomicLong(1_767_225_600_000_000_000L);
  private final SplittableRandom random = new SplittableRandom(1);

  /// Its helper works when this thread waits; time passes when a test says so.
  private Redex open() {
    var time = new TimeSource() {
      @Override
      public long epochNanos() { return nanos.incrementAndGet(); }

      @Override
      public long monotonicNanos() { return nanos.incrementAndGet(); }
    };
    return Redex.open(new StoreEnvironment(disk, time, random, Work.CALLER), FOLDER,
        StoreOptions.DEFAULTS.withSegmentBytes(1 << 16).withFrontBlocks(8), PayloadChecks.NONE);
  }

  private void pass(Duration time) { nanos.addAndGet(time.toNanos()); }

  private static void append(Channel channel, int count) {
    for (int i = 0; i < count; i++) channel.append("{\"n\":" + channel.nextSeq() + "}");
  }

  @Test
  void limitsOfAChannelAreThoseItWasCreatedWith() {
    var options = ChannelOptions.DEFAULTS.withRetention(Retention.NONE.withMaxEvents(5));
    try (Redex redex = open()) {
      Channel ticks = redex.createChannel("ticks", options);
      append(ticks, 20);
      Trimmed done = ticks.applyRetention();
      assertThat(done.floorAfter()).isEqualTo(15);
      assertThat(done.events()).isEqualTo(15);
      assertThat(redex.createChannel("all", ChannelOptions.DEFAULTS).applyRetention().events()).isZero();
    }
    try (Redex redex = open()) {
      Channel ticks = redex.findChannel("ticks").orElseThrow();
      assertThat(ticks.options()).isEqualTo(options);
      assertThat(ticks.firstSeq()).isEqualTo(15);
      append(ticks, 3);
      assertThat(ticks.applyRetention().floorAfter()).as("limits after opening again").isEqualTo(18);
    }
  }

  @Test
  void ageIsExactPerEvent() {
    try (Redex redex = open()) {
      var hour = Retention.NONE.withMaxAge(Duration.ofHours(1));
      Channel ticks = redex.createChannel("ticks", ChannelOptions.DEFAULTS.withRetention(hour));
      append(ticks, 7);
      pass(Duration.ofMinutes(50));
      append(ticks, 3);
      assertThat(ticks.applyRetention().events()).isZero();
      pass(Duration.ofMinutes(10));
      assertThat(ticks.applyRetention().floorAfter()).isEqualTo(7);
      pass(Duration.ofHours(2));
      assertThat(ticks.applyRetention().floorAfter()).isEqualTo(10);
      assertThat(ticks.nextSeq()).isEqualTo(10);
    }
  }

  @Test
  void aTailIsToldOnceThatItLaggedAndGoesOn() {
    try (Redex redex = open()) {
      Channel orders = redex.channel("orders");
      append(orders, 1_000);
      try (Tail tail = orders.tail(0)) {
        assertThat(tail.poll()).isNotNull();
        orders.trim(990);
        assertThatThrownBy(tail::poll).isInstanceOfSatisfying(StorageException.Lagged.class, e -> {
          assertThat(e.first()).isEqualTo(990);
          assertThat(e.needed()).isEqualTo(1);
          assertThat(e.where().seq()).isEqualTo(1);
        });
        assertThat(tail.nextSeq()).isEqualTo(990);
        assertThat(Objects.requireNonNull(tail.poll()).seq()).isEqualTo(990);
      }
      try (Tail late = orders.tail(3)) {
        assertThatThrownBy(late::poll).isInstanceOf(StorageException.Lagged.class);
        assertThat(Objects.requireNonNull(late.poll()).seq()).isEqualTo(990);
      }
    }
  }

  @Test
  void aPinIsNotPassed() {
    try (Redex redex = open()) {
      Channel orders = redex.channel("orders");
      append(orders, 10);
      try (Pin pin = orders.pin(4)) {
        assertThat(pin.seq()).isEqualTo(4);
        assertThat(orders.trim(8).heldBack()).isEqualTo(HeldBack.PIN);
        assertThat(orders.read(4)).isPresent();
        assertThat(orders.read(3)).isEmpty();
      }
      assertThat(orders.trim(8).floorAfter()).isEqualTo(8);
      try (var cursor = orders.scan(new SeqRange(0, 100))) {
        assertThat(Objects.requireNonNull(cursor.next()).seq()).isEqualTo(8);
      }
    }
  }

  @Test
  @Timeout(60)
  void aThreadOfTheStoreAppliesTheLimits() throws InterruptedException {
    var options = ChannelOptions.DEFAULTS.withRetention(Retention.NONE.withMaxEvents(5));
    try (Redex redex = open()) {
      append(redex.createChannel("ticks", options), 20);
    }
    // Nobody asks for the channel; and no call of it does the helper's work.
    try (Redex redex = Redex.open(StoreEnvironment.of(disk), FOLDER, StoreOptions.DEFAULTS.withFrontBlocks(8),
        PayloadChecks.NONE)) {
      Channel ticks = redex.findChannel("ticks").orElseThrow();
      awaitFloor(ticks, 15);
      ticks.append("{}");
      awaitFloor(ticks, 16);
      assertThat(ticks.firstSeq()).isEqualTo(16);
    }
  }

  @Test
  @Timeout(60)
  void whatAPinHeldBackGoesWhenItIsClosedWithoutAnAppend() throws InterruptedException {
    var options = ChannelOptions.DEFAULTS.withRetention(Retention.NONE.withMaxEvents(5));
    try (Redex redex = Redex.open(StoreEnvironment.of(disk), FOLDER, StoreOptions.DEFAULTS.withFrontBlocks(8),
        PayloadChecks.NONE)) {
      Channel ticks = redex.createChannel("ticks", options);
      try (Pin _ = ticks.pin(0)) {
        append(ticks, 20);
        ticks.append("{}");
        // Two looks of the helper, so that one has seen the last event.
        Thread.sleep(Duration.ofMillis(2_200));
        assertThat(ticks.firstSeq()).isZero();
      }
      awaitFloor(ticks, 16);
    }
  }

  private static void awaitFloor(Channel channel, long floor) throws InterruptedException {
    try (Tail end = channel.tail(channel.nextSeq())) {
      while (channel.firstSeq() < floor) assertThat(end.poll(Duration.ofMillis(5))).isNull();
    }
  }

  @Test
  void channelsOfTheStoreAreNotTrimmed() {
    try (Redex redex = open()) {
      Channel catalog = redex.findChannel("$catalog").orElseThrow();
      assertThatThrownBy(() -> catalog.trim(1)).isInstanceOf(StorageException.ReadOnly.class);
      assertThatThrownBy(catalog::applyRetention).isInstanceOf(StorageException.ReadOnly.class);
    }
  }
}
