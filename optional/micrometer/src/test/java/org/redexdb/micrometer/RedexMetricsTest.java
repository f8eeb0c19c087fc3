// SPDX-License-Identifier: Apache-2.0
package org.redexdb.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.Event;
import org.redexdb.storage.Disks;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// What the meters of a store show, and when they come and go.
class RedexMetricsTest {
  @TempDir
  Path folder;

  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
  private NetDb db;

  @BeforeEach
  void open() { db = NetDb.open(folder.resolve("shop")); }

  @AfterEach
  void close() { db.close(); }

  private double log(String name, String channel) {
    return registry.get("redexdb.log." + name).tags("store", "shop", "channel", channel).gauge().value();
  }

  private double store(String name) {
    return registry.get("redexdb.store." + name).tag("store", "shop").gauge().value();
  }

  private double storeCount(String name) {
    return registry.get("redexdb.store." + name).tag("store", "shop").functionCounter().count();
  }

  private List<String> meteredChannels() {
    return registry.find("redexdb.log.tip").gauges().stream().map(gauge -> gauge.getId().getTag("channel")).sorted()
        .toList();
  }

  private void nextLook() {
    clock.add(Duration.ofSeconds(2));
    store("channels");
  }

  @Test
  void eachChannelShowsHowFarItIs() {
    var orders = db.channel("orders");
    orders.appendBatch(List.of(Event.json("1"), Event.json("2"), Event.json("3")));
    orders.trim(1);
    orders.append(Event.json("4"), Ack.OS);
    db.channel("empty");
    new RedexMetrics(db).bindTo(registry);
    var status = orders.status().log();
    assertThat(log("tip", "orders")).isEqualTo(3);
    assertThat(log("durable", "orders")).isEqualTo(2);
    assertThat(log("committed", "orders")).isEqualTo(2);
    assertThat(log("floor", "orders")).isEqualTo(1);
    assertThat(log("lag", "orders")).isEqualTo(1);
    assertThat(log("segments", "orders")).isEqualTo(1);
    assertThat(log("size", "orders")).isPositive();
    assertThat(log("allocated", "orders")).isEqualTo((double) status.allocatedBytes());
    assertThat(log("refusing", "orders")).isZero();
    assertThat(log("pins", "orders")).isZero();
    assertThat(log("subscribers", "orders")).isZero();
    assertThat(log("key.index.heap", "orders")).isZero();
    assertThat(log("tip", "empty")).as("nothing was appended").isEqualTo(-1);
    assertThat(log("durable", "empty")).isEqualTo(-1);
    try (var _ = orders.pin(1)) {
      nextLook();
      assertThat(log("pins", "orders")).isEqualTo(1);
    }
  }

  @Test
  void countersAndTimersShowWhatWasDone() {
    var orders = db.channel("orders");
    new RedexMetrics(db).bindTo(registry);
    for (int i = 0; i < 3; i++) orders.append("{}");
    for (int i = 0; i < 4; i++) orders.append(Event.json("{}"), Ack.OS);
    orders.force();
    nextLook();
    var activity = orders.status().log().activity();
    var force = registry.get("redexdb.log.force").tag("channel", "orders").functionTimer();
    assertThat(force.count()).isEqualTo(4);
    assertThat(force.totalTime(TimeUnit.NANOSECONDS)).isEqualTo((double) activity.forces().nanos()).isPositive();
    assertThat(registry.get("redexdb.log.forced").tag("channel", "orders").functionCounter().count()).isEqualTo(7);
    assertThat(registry.get("redexdb.log.appended").tag("channel", "orders").functionCounter().count()).isEqualTo(7);
    assertThat(registry.get("redexdb.log.written").tag("channel", "orders").functionCounter().count())
        .isEqualTo((double) activity.writtenBytes());
    assertThat(storeCount("appended")).isEqualTo(7);
    assertThat(registry.get("redexdb.store.force").functionTimer().count()).isEqualTo(4);
  }

  @Test
  void transactionsShowInTheJournal() {
    var orders = db.channel("orders");
    var stock = db.channel("stock");
    new RedexMetrics(db).bindTo(registry);
    assertThat(registry.get("redexdb.journal.appended").functionCounter().count()).isZero();
    db.transaction(tx -> tx.append(orders, "1").append(stock, "2"));
    nextLook();
    assertThat(registry.get("redexdb.journal.appended").functionCounter().count())
        .isEqualTo((double) db.status().store().journal().appendedEvents()).isPositive();
    assertThat(storeCount("appended")).isEqualTo(2);
  }

  @Test
  void theStoreShowsWhatThereIsOneOf() {
    db.channel("orders").append("1");
    db.channel("stock").append(Event.json("1"), Ack.OS);
    new RedexMetrics(db).bindTo(registry);
    assertThat(store("channels")).isEqualTo(2);
    assertThat(store("epoch")).isEqualTo(1);
    assertThat(store("read.only")).isZero();
    assertThat(store("recovery.notes")).isZero();
    assertThat(store("descriptors")).isPositive();
    assertThat(store("descriptors.max")).isEqualTo(Disks.DESCRIPTORS_MAX_DEFAULT);
    assertThat(store("lag")).isEqualTo(1);
    assertThat(store("size")).isEqualTo(log("size", "orders") + log("size", "stock"));
    assertThat(store("allocated")).isEqualTo(log("allocated", "orders") + log("allocated", "stock"));
    assertThat(store("segments")).isEqualTo(2);
    assertThat(store("refusing")).isZero();
    assertThat(store("look.failed")).isZero();
    assertThat(registry.get("redexdb.query.memory.max").gauge().value())
        .isEqualTo((double) db.status().memoryLimitBytes());
    assertThat(registry.get("redexdb.query.memory.used").gauge().value()).isZero();
  }

  @Test
  void newChannelsAppearAndDroppedOnesVanishWithTheNextLook() {
    db.channel("orders");
    new RedexMetrics(db).bindTo(registry);
    db.channel("stock");
    assertThat(meteredChannels()).containsExactly("orders");
    nextLook();
    assertThat(meteredChannels()).containsExactly("orders", "stock");
    db.dropChannel("orders");
    nextLook();
    assertThat(meteredChannels()).containsExactly("stock");
    assertThat(registry.getMeters()).noneMatch(meter -> "orders".equals(meter.getId().getTag("channel")));
  }

  @Test
  void aRefreshLooksAtOnce() {
    var metrics = new RedexMetrics(db);
    metrics.bindTo(registry);
    db.channel("orders");
    metrics.refresh();
    assertThat(meteredChannels()).containsExactly("orders");
  }

  @Test
  void noMoreChannelsThanTheLimitHaveMetersAndTheStoreCountsAll() {
    for (String name : List.of("a", "b", "c")) db.channel(name).append("1");
    new RedexMetrics(db, MetricsOptions.DEFAULTS.withChannelsMax(2)).bindTo(registry);
    assertThat(meteredChannels()).containsExactly("a", "b");
    assertThat(store("channels.unmetered")).isEqualTo(1);
    assertThat(store("channels")).isEqualTo(3);
    assertThat(storeCount("appended")).isEqualTo(3);
    db.channel("0");
    nextLook();
    assertThat(meteredChannels()).as("who has meters keeps them").containsExactly("a", "b");
    db.dropChannel("0");
    db.dropChannel("a");
    nextLook();
    assertThat(meteredChannels()).containsExactly("b", "c");
    assertThat(store("channels.unmetered")).isZero();
  }

  @Test
  void channelsAreChosenByName() {
    for (String name : List.of("orders", "tmp-1")) db.channel(name);
    new RedexMetrics(db, MetricsOptions.DEFAULTS.withChannels(name -> !name.startsWith("tmp-"))).bindTo(registry);
    assertThat(meteredChannels()).containsExactly("orders");
    assertThat(store("channels.unmetered")).as("of those that may have meters").isZero();
    assertThat(store("channels")).isEqualTo(2);
  }

  @Test
  void channelsMayHaveNoMetersAtAll() {
    db.channel("orders").append("1");
    new RedexMetrics(db, MetricsOptions.DEFAULTS.withChannelsMax(0)).bindTo(registry);
    assertThat(registry.getMeters()).isNotEmpty().noneMatch(meter -> meter.getId().getTag("channel") != null);
    assertThat(storeCount("appended")).isEqualTo(1);
  }

  @Test
  void countersNeverStepBackWhenChannelsGo() {
    db.channel("orders").append("1");
    db.channel("stock").append("1");
    new RedexMetrics(db).bindTo(registry);
    db.dropChannel("orders");
    nextLook();
    assertThat(storeCount("appended")).isEqualTo(2);
    db.channel("stock").append("2");
    nextLook();
    db.dropChannel("stock");
    db.channel("stock").append("1"); // made anew, between two looks
    nextLook();
    assertThat(storeCount("appended")).isEqualTo(4);
    assertThat(registry.get("redexdb.log.appended").tag("channel", "stock").functionCounter().count()).isEqualTo(3);
    assertThat(log("tip", "stock")).isZero();
  }

  @Test
  void oneLookServesAllMetersUntilItIsTooOld() {
    for (String name : List.of("a", "b", "c")) db.channel(name);
    var watched = new WatchedDb(db);
    new RedexMetrics(watched.db, MetricsOptions.DEFAULTS.withLookAgeMax(Duration.ofSeconds(10))).bindTo(registry);
    int before = watched.looks.get();
    clock.add(Duration.ofSeconds(9));
    registry.getMeters().forEach(meter -> meter.measure().forEach(measured -> measured.getValue()));
    assertThat(watched.looks).hasValue(before);
    clock.add(Duration.ofSeconds(2));
    registry.getMeters().forEach(meter -> meter.measure().forEach(measured -> measured.getValue()));
    assertThat(watched.looks).hasValue(before + 1);
  }

  @Test
  void aStoreThatCannotBeLookedAtSaysSoAndItsCountersStay() {
    db.channel("orders").append("1");
    var watched = new WatchedDb(db);
    new RedexMetrics(watched.db).bindTo(registry);
    watched.failure.set(new StorageException.DeviceFault(Where.channel("orders"), "no answer", null));
    nextLook();
    assertThat(store("look.failed")).isEqualTo(1);
    assertThat(store("channels")).isNaN();
    assertThat(log("tip", "orders")).isNaN();
    assertThat(storeCount("appended")).isEqualTo(1);
    watched.failure.set(null);
    nextLook();
    assertThat(store("look.failed")).isZero();
    assertThat(log("tip", "orders")).isZero();
    assertThat(storeCount("appended")).isEqualTo(1);
  }

  @Test
  void noMeterIsRegisteredForAStoreThatCannotBeLookedAt() {
    var watched = new WatchedDb(db);
    watched.failure.set(new StorageException.DeviceFault(Where.NOWHERE, "no answer", null));
    assertThatThrownBy(() -> new RedexMetrics(watched.db).bindTo(registry))
        .isInstanceOf(StorageException.DeviceFault.class);
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void metersGoWithTheirBinderOrWithTheStore() {
    db.channel("orders");
    try (var metrics = new RedexMetrics(db)) {
      metrics.bindTo(registry);
      assertThat(registry.getMeters()).isNotEmpty();
    }
    assertThat(registry.getMeters()).isEmpty();
    new RedexMetrics(db).bindTo(registry);
    Meter any = registry.get("redexdb.store.channels").meter();
    db.close();
    clock.add(Duration.ofSeconds(2));
    assertThat(any.measure().iterator().next().getValue()).isNaN();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void metersLiveWithoutAnybodyHoldingTheBinder() {
    var orders = db.channel("orders");
    new RedexMetrics(db).bindTo(registry);
    for (int i = 0; i < 5; i++) System.gc();
    orders.append("1");
    nextLook();
    assertThat(log("tip", "orders")).isZero();
    assertThat(registry.get("redexdb.log.appended").tag("channel", "orders").functionCounter().count()).isEqualTo(1);
  }

  @Test
  void twoStoresAreToldApartByATag() {
    try (var memory = NetDb.memory(); var other = NetDb.memory()) {
      new RedexMetrics(memory).bindTo(registry);
      new RedexMetrics(other, MetricsOptions.DEFAULTS.withTags(Tags.of("store", "other", "zone", "b")))
          .bindTo(registry);
      other.channel("orders");
      clock.add(Duration.ofSeconds(2));
      assertThat(registry.get("redexdb.store.channels").tag("store", "memory").gauge().value()).isZero();
      assertThat(registry.get("redexdb.store.channels").tags("store", "other", "zone", "b").gauge().value())
          .isEqualTo(1);
    }
  }
}
