// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.compat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.testkit.DiskImage;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// The store that golden files hold, written by this build: same clock, same chance, same events each time.
final class GoldenStores {
  static final Path FOLDER = Path.of("/store");
  static final String LOG = "orders";
  static final String STOCK = "stock";
  static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4);
  private static final byte[] NO_METADATA = new byte[0];
  /// Tag 3, key, "k7"; tag 2 would come before it.
  private static final byte[] KEYED = {3, 2, 'k', '7'};

  private GoldenStores() {}

  /// Closed cleanly: an open segment behind a sealed one.
  static DiskImage clean() throws IOException {
    SimDisk disk = disk();
    try (Store store = open(disk)) {
      fill(store);
    }
    return imageOf(disk);
  }

  /// The process died: three events are in the front only.
  static DiskImage killed() throws IOException {
    SimDisk disk = disk();
    Store store = open(disk);
    fill(store);
    Log log = store.logs().iterator().next();
    for (String text : inFront()) append(log, PayloadCodec.TEXT, NO_METADATA, text, Ack.OS);
    return imageOf(disk.afterRestart());
  }

  /// The process died after commits over two logs: their records are in the journal, one on the device, one in the front
  /// only, and its frames too.
  static DiskImage committed() throws IOException {
    SimDisk disk = disk();
    Store store = open(disk);
    Log orders = store.create(LOG, new LogOptions(OPTIONS.segmentBytes()));
    Log stock = store.create(STOCK, new LogOptions(OPTIONS.segmentBytes()));
    append(stock, PayloadCodec.TEXT, NO_METADATA, "early", Ack.OS); // taken along by the first record
    commit(store, orders, List.of("order 1"), stock, List.of("take 1", "take 2"), Ack.DISK);
    commit(store, orders, List.of("order 2"), stock, List.of("take 3"), Ack.OS);
    return imageOf(disk.afterRestart());
  }

  /// Events of the two logs of [#committed].
  static List<List<String>> committedEvents() {
    return List.of(List.of("order 1", "order 2"), List.of("early", "take 1", "take 2", "take 3"));
  }

  private static void commit(Store store, Log first, List<String> ofFirst, Log second, List<String> ofSecond, Ack ack) {
    store.append(List.of(new LogAppend(first, texts(ofFirst), Log.ANY_SEQ),
        new LogAppend(second, texts(ofSecond), Log.ANY_SEQ)), ack);
  }

  private static FrameBatch texts(List<String> texts) {
    var batch = new FrameBatch();
    for (String text : texts) {
      byte[] payload = text.getBytes(StandardCharsets.UTF_8);
      batch.add(PayloadCodec.TEXT, NO_METADATA, payload, 0, payload.length);
    }
    return batch;
  }

  /// Channels created, given attributes and dropped, closed cleanly.
  static DiskImage catalog() throws IOException {
    SimDisk disk = disk();
    try (Redex redex = openRedex(disk)) {
      redex.createChannel("orders", ChannelOptions.DEFAULTS).attribute("fields", "{\"total\":\"DOUBLE\"}");
      redex.createChannel("stock/changes",
          new ChannelOptions(PayloadCodec.TEXT, Level.OS, OPTIONS.segmentBytes()));
      redex.createChannel("gone", ChannelOptions.DEFAULTS);
      redex.dropChannel("gone");
    }
    return imageOf(disk);
  }

  /// Events that are stored once: some in a sealed segment, which says so at its end, one behind it. Closed cleanly.
  static DiskImage once() throws IOException {
    SimDisk disk = disk();
    try (Redex redex = openRedex(disk)) {
      Channel channel = redex.createChannel("once",
          new ChannelOptions(PayloadCodec.TEXT, Level.DISK, OPTIONS.segmentBytes()));
      for (Event event : onceEvents().subList(0, 3)) channel.append(event);
      for (int i = 0; i < 4; i++) channel.append(("filler " + i + " ").repeat(1700));
      channel.append(onceEvents().getLast());
    }
    return imageOf(disk);
  }

  /// Members of a shared log over a roll: one with a key, one trimmed, one gone; closed cleanly.
  static DiskImage shared() throws IOException {
    SimDisk disk = disk();
    try (Store store = open(disk)) {
      Log first = store.create("first", LogOptions.SHARED);
      Log second = store.create("second", LogOptions.SHARED);
      Log gone = store.create("gone", LogOptions.SHARED);
      append(first, PayloadCodec.TEXT, NO_METADATA, "1 of first", Ack.DISK);
      append(second, PayloadCodec.BYTES, KEYED, "keyed", Ack.OS);
      append(gone, PayloadCodec.TEXT, NO_METADATA, "gone", Ack.OS);
      store.append(List.of(new LogAppend(first, texts(List.of("2 of first", "3 of first")), Log.ANY_SEQ),
          new LogAppend(second, texts(List.of("2 of second")), Log.ANY_SEQ)), Ack.DISK);
      first.trim(1);
      store.drop(gone.id());
      for (int i = 0; i < 4; i++)
        append(second, PayloadCodec.TEXT, NO_METADATA, ("filler " + i + " ").repeat(1700), Ack.DISK);
      append(first, PayloadCodec.TEXT, NO_METADATA, "4 of first", Ack.DISK);
    }
    return imageOf(disk);
  }

  /// Told by their producers and by their ids, at seq 0, 1, 2 and 7.
  static List<Event> onceEvents() {
    return List.of(Event.json("1").withProducer(new UUID(1, 2), 7), Event.json("2").withIdOnce(new UUID(3, 4)),
        Event.json("3").withProducer(new UUID(1, 2), 9), Event.json("4").withProducer(new UUID(5, 6), 0));
  }

  static Redex openRedex(SimDisk disk) {
    var environment = new StoreEnvironment(disk, new SimClock(), new SplittableRandom(1), Work.CALLER);
    return Redex.open(environment, FOLDER, OPTIONS, PayloadChecks.NONE);
  }

  /// All events of [#clean] in order.
  static List<String> events() {
    var events = new ArrayList<>(List.of("{\"id\":1,\"total\":12.5}", "plain text", "keyed", "batch 1", "batch 2",
        "batch 3"));
    for (int i = 0; i < 4; i++) events.add(("filler " + i + " ").repeat(1700));
    events.add("after the roll");
    return events;
  }

  /// The events that [#killed] has besides.
  static List<String> inFront() { return List.of("front 1", "front 2", "front 3"); }

  private static void fill(Store store) {
    Log log = store.create(LOG, new LogOptions(OPTIONS.segmentBytes()));
    List<String> events = events();
    append(log, PayloadCodec.JSON, NO_METADATA, events.get(0), Ack.DISK);
    append(log, PayloadCodec.TEXT, NO_METADATA, events.get(1), Ack.OS);
    append(log, PayloadCodec.BYTES, KEYED, events.get(2), Ack.DISK);
    log.append(texts(events.subList(3, 6)), Log.ANY_SEQ, Ack.DISK);
    for (String text : events.subList(6, events.size())) append(log, PayloadCodec.TEXT, NO_METADATA, text, Ack.DISK);
  }

  private static void append(Log log, PayloadCodec codec, byte[] metadata, String text, Ack ack) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    log.append(codec, metadata, payload, 0, payload.length, Log.ANY_SEQ, ack);
  }

  private static SimDisk disk() { return SimDisk.seeded(1).writeBackByItself(false); }

  private static Store open(SimDisk disk) {
    return SimStores.open(disk, FOLDER, OPTIONS, new SimClock(), new SplittableRandom(1));
  }

  /// Without what names a process or is derived from nothing but it.
  private static DiskImage imageOf(SimDisk disk) throws IOException {
    DiskImage image = DiskImage.of(disk, FOLDER);
    image.files().remove(Path.of("redex.ctl"));
    return image;
  }
}
