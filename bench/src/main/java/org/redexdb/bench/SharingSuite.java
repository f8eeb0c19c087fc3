// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.redexdb.netdb.NetDb;
import org.redexdb.netdb.OpenOptions;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.PayloadCodec;

/// What do threads cost each other: writers of one channel, writers of many channels at the device, and how soon does who
/// follows see an event? RedexDB only.
final class SharingSuite {
  private static final int SIZE = 256;
  private static final long LONGEST_NANOS = 60_000_000_000L;
  private static final int DURABLE_WRITERS = 64;
  private static final int PARKED_EVENTS = 6_000;
  private static final int BUSY_EVENTS = 100_000;
  /// Until compiled.
  private static final int WARM_UP_EVENTS = 50_000;
  private static final int PARKED_WARM_UP_EVENTS = 2_000;
  private static final long PARKED_PAUSE_NANOS = 500_000;
  private static final long BUSY_PAUSE_NANOS = 50_000;

  private SharingSuite() {}

  static void run(Path directory, double seconds) throws IOException {
    Path folder = Folders.fresh(directory, "sharing");
    try (var db = NetDb.open(folder)) {
      deliverMemory();
      deliver(db, "deliver-busy", BUSY_EVENTS, BUSY_PAUSE_NANOS);
      deliver(db, "deliver-parked", PARKED_EVENTS, PARKED_PAUSE_NANOS);
      deliverToProcess(db, folder);
      durable(db, seconds);
      // Last: it leaves the device gigabytes that others would wait for.
      writers(db, seconds);
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    }
    Folders.delete(folder);
  }

  private static Channel channel(NetDb db, String name, Level ack) {
    return db.createChannel(name, ChannelOptions.DEFAULTS.withCodec(PayloadCodec.BYTES).withAck(ack));
  }

  /// Appends of each of so many threads in so many seconds.
  private static long[] counts(List<Channel> channels, double seconds) throws InterruptedException, ExecutionException {
    var counts = new long[channels.size()];
    long end = System.nanoTime() + (long) (seconds * 1e9);
    try (var executor = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      var running = new ArrayList<Future<Long>>();
      for (Channel channel : channels) running.add(executor.submit(() -> append(channel, end)));
      for (int i = 0; i < counts.length; i++) counts[i] = running.get(i).get();
    }
    return counts;
  }

  private static long append(Channel channel, long endNanos) {
    byte[][] payloads = Payloads.ofSize(SIZE);
    var appender = channel.appender();
    long count = 0;
    while (System.nanoTime() < endNanos) {
      appender.append(payloads[(int) count & Payloads.COUNT - 1]);
      count++;
    }
    return count;
  }

  private static void writers(NetDb db, double seconds) throws InterruptedException, ExecutionException {
    Channel channel = channel(db, "os", Level.OS);
    counts(List.of(channel), seconds);
    long one = counts(List.of(channel), seconds)[0];
    long[] two = counts(List.of(channel, channel), seconds);
    print("writers-1.rate", one / seconds, "events/s");
    print("writers-2.rate", (two[0] + two[1]) / seconds, "events/s");
    print("writers-2.slower", (double) Math.min(two[0], two[1]) / Math.max(two[0], two[1]), "of the faster");
  }

  private static void durable(NetDb db, double seconds) throws InterruptedException, ExecutionException {
    var one = new Channel[DURABLE_WRITERS];
    Arrays.fill(one, channel(db, "durable", Level.DISK));
    var own = new ArrayList<Channel>();
    for (int i = 0; i < DURABLE_WRITERS; i++) own.add(channel(db, "durable/" + i, Level.DISK));
    // The first one of a channel puts names and headers on the device.
    for (Channel channel : own) channel.appender().append(Payloads.ofSize(SIZE)[0]);
    print("durable-64.rate", Arrays.stream(counts(List.of(one), seconds)).sum() / seconds, "acks/s");
    print("durable-64-channels.rate", Arrays.stream(counts(own, seconds)).sum() / seconds, "acks/s");
  }

  /// From before an append until a tail in another thread has the event.
  private static void deliver(NetDb db, String metric, int events, long pauseNanos)
      throws InterruptedException, ExecutionException {
    Channel channel = channel(db, metric, Level.OS);
    try (var executor = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
        Tail tail = channel.tail(0)) {
      boolean busy = pauseNanos < PARKED_PAUSE_NANOS;
      Future<Histogram> following = executor.submit(() -> busy ? poll(tail, events) : follow(tail, events));
      var appender = channel.appender();
      var payload = ByteBuffer.allocate(SIZE);
      for (int i = 0; i < events; i++) {
        long next = System.nanoTime() + pauseNanos;
        if (!busy) LockSupport.parkNanos(pauseNanos);
        while (System.nanoTime() < next) Thread.onSpinWait();
        appender.append(payload.putLong(0, System.nanoTime()).array());
      }
      Measure.print("sharing", "redexdb", metric, following.get());
    }
  }

  /// The limit of what follows: from before a copy into memory until a thread that asks again and again has a copy of that.
  private static void deliverMemory() throws InterruptedException, ExecutionException {
    MemorySegment events = Arena.global().allocate((long) BUSY_EVENTS * SIZE, Long.BYTES);
    var there = new AtomicLong();
    try (var executor = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      Future<Histogram> following = executor.submit(() -> {
        var latencies = new Histogram(LONGEST_NANOS, 3);
        var copy = new byte[SIZE];
        for (int seen = 0; seen < BUSY_EVENTS; seen++) {
          while (there.getAcquire() <= seen) Thread.onSpinWait();
          MemorySegment.copy(events, ValueLayout.JAVA_BYTE, (long) seen * SIZE, copy, 0, SIZE);
          if (seen >= WARM_UP_EVENTS) latencies.recordValue(since(copy));
        }
        return latencies;
      });
      var payload = ByteBuffer.allocate(SIZE);
      for (int i = 0; i < BUSY_EVENTS; i++) {
        long next = System.nanoTime() + BUSY_PAUSE_NANOS;
        while (System.nanoTime() < next) Thread.onSpinWait();
        byte[] event = payload.putLong(0, System.nanoTime()).array();
        MemorySegment.copy(event, 0, events, ValueLayout.JAVA_BYTE, (long) i * SIZE, SIZE);
        there.setRelease(i + 1L);
      }
      Measure.print("sharing", "memory", "deliver-busy", following.get());
    }
  }

  /// The same to a tail in another process, which reads the same monotonic clock.
  private static void deliverToProcess(NetDb db, Path folder) throws IOException, InterruptedException {
    String name = "deliver-process";
    Channel channel = channel(db, name, Level.OS);
    var command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
        System.getProperty("java.class.path"), Follower.class.getName(), folder.toString(), name,
        Integer.toString(PARKED_EVENTS));
    Process follower = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var output = follower.inputReader()) {
      if (!Follower.READY.equals(output.readLine())) throw new IOException("the following process did not begin");
      var appender = channel.appender();
      var payload = ByteBuffer.allocate(SIZE);
      for (int i = 0; i < PARKED_EVENTS; i++) {
        LockSupport.parkNanos(PARKED_PAUSE_NANOS);
        appender.append(payload.putLong(0, System.nanoTime()).array());
      }
      output.lines().forEach(System.out::println);
    }
    if (follower.waitFor() != 0) throw new IOException("the following process ended with " + follower.exitValue());
  }

  /// The other process: prints what it measured.
  static final class Follower {
    static final String READY = "ready";

    private Follower() {}

    public static void main(String[] arguments) throws InterruptedException {
      var reading = OpenOptions.DEFAULTS.withAccess(OpenOptions.Access.READ_ONLY);
      try (var db = NetDb.open(Path.of(arguments[0]), reading);
          Tail tail = db.findChannel(arguments[1]).orElseThrow().tail(0)) {
        System.out.println(READY);
        Measure.print("sharing", "redexdb", arguments[1], follow(tail, Integer.parseInt(arguments[2])));
      }
    }
  }

  /// Asks again and again.
  private static Histogram poll(Tail tail, int events) {
    var latencies = new Histogram(LONGEST_NANOS, 3);
    for (int seen = 0; seen < events;) {
      StoredEvent event = tail.poll();
      if (event == null) Thread.onSpinWait();
      else if (seen++ >= WARM_UP_EVENTS) latencies.recordValue(since(event.payload()));
    }
    return latencies;
  }

  /// Parks until there is something.
  private static Histogram follow(Tail tail, int events) throws InterruptedException {
    var latencies = new Histogram(LONGEST_NANOS, 3);
    for (int seen = 0; seen < events;) {
      StoredEvent event = tail.poll(Duration.ofSeconds(1));
      if (event == null) continue;
      if (seen++ >= PARKED_WARM_UP_EVENTS) latencies.recordValue(since(event.payload()));
    }
    return latencies;
  }

  private static long since(byte[] payload) {
    return Math.max(0, System.nanoTime() - ByteBuffer.wrap(payload).getLong(0));
  }

  private static void print(String metric, double value, String unit) {
    Measure.print("sharing", "redexdb", metric, value, unit);
  }
}
