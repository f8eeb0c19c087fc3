// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.PayloadCodec;

/// What does it cost to read by key among many events? Of the other engines none has keys.
final class KeySuite {
  private static final byte[] PAYLOAD = new byte[100];
  private static final int EVENTS_PER_KEY = 100;
  private static final int ROUNDS = 4;

  private KeySuite() {}

  static void run(Path directory, long events, double seconds) throws IOException {
    Path folder = Folders.fresh(directory, "keys");
    int keys = (int) (events / EVENTS_PER_KEY);
    try (var db = NetDb.open(folder)) {
      var channel = db.createChannel("bench", ChannelOptions.DEFAULTS.withCodec(PayloadCodec.BYTES));
      var appender = channel.appender(Ack.OS);
      for (long i = 0; i < events; i++) appender.append(Event.of(PAYLOAD).withKey("key-" + i % keys));
    }
    try (var db = NetDb.open(folder)) {
      Channel channel = db.channel("bench");
      long start = System.nanoTime();
      if (channel.keyVersion("key-0") < 0) throw new IOException("key-0 is not there");
      print("first-lookup", (System.nanoTime() - start) / 1e6, "ms");
      for (int round = 0; round < ROUNDS; round++) measure(channel, keys, round, seconds);
    }
    Folders.delete(folder);
  }

  private static void measure(Channel channel, int keys, int round, double seconds) throws IOException {
    var random = new SplittableRandom(round);
    double latest = Measure.nanosPerEvent(() -> channel.latest("key-" + random.nextInt(keys)), 1, 2_000_000, seconds);
    double missing = Measure.nanosPerEvent(() -> channel.keyVersion("no-" + random.nextInt()), 1, 2_000_000, seconds);
    double scan = Measure.nanosPerEvent(() -> scan(channel, "key-" + random.nextInt(keys)), EVENTS_PER_KEY, 2_000_000,
        seconds);
    if (round == 0) return; // checks what it reads for the first time
    print("latest", latest, "ns/key");
    print("missing", missing, "ns/key");
    print("scan-key", scan, "ns/event");
  }

  private static void scan(Channel channel, String key) throws IOException {
    int count = 0;
    try (var cursor = channel.scanKey(key, SeqRange.ALL)) {
      while (cursor.next() != null) count++;
    }
    if (count < EVENTS_PER_KEY) throw new IOException(key + " has " + count + " events");
  }

  private static void print(String metric, double value, String unit) {
    Measure.print("keys", "redexdb", metric, value, unit);
  }
}
