// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.races;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StoreOptions;

/// A process that lets Lincheck run random operations of appenders, readers by seq and a tail in threads. It looks for an
/// order in which one thread would have got the same answers from a list, and ends with an error when there is none.
final class HandOver {
  /// Lincheck makes many objects, one after the other; each begins where the channel ends.
  private static @Nullable Channel shared;
  /// Of the object made last.
  private static final AtomicReference<@Nullable Tail> OPEN = new AtomicReference<>();

  private HandOver() {}

  public static void main(String[] arguments) {
    try (Redex redex = Redex.open(StoreEnvironment.of(Disks.memory()), Path.of("/memory"), StoreOptions.DEFAULTS,
        PayloadChecks.NONE)) {
      shared = redex.createChannel("events",
          ChannelOptions.DEFAULTS.withCodec(PayloadCodec.BYTES).withAck(Level.MEMORY).withSegmentBytes(64 << 10));
      new StressOptions().iterations(5).invocationsPerIteration(400).minimizeFailedScenario(false).threads(3)
          .actorsPerThread(3).actorsBefore(1)
          .actorsAfter(1).sequentialSpecification(Listed.class).check(Events.class);
    }
  }

  /// A channel from its end on.
  @Param(name = "number", gen = IntGen.class, conf = "0:99")
  @Param(name = "at", gen = IntGen.class, conf = "0:4")
  public static final class Events {
    private final Channel channel = Objects.requireNonNull(shared);
    private final long base = channel.nextSeq();
    private final Tail tail = channel.tail(base);

    public Events() {
      Tail before = OPEN.getAndSet(tail);
      if (before != null) before.close();
    }

    @Operation
    public int append(@Param(name = "number") int number) {
      return (int) (channel.append(Event.of(ByteBuffer.allocate(4).putInt(number).array())).seq() - base);
    }

    @Operation
    public @Nullable Integer read(@Param(name = "at") int at) {
      return channel.read(base + at).map(Events::number).orElse(null);
    }

    @Operation
    public int count() { return (int) (channel.nextSeq() - base); }

    /// A tail is of one thread at a time.
    @Operation(nonParallelGroup = "tail")
    public @Nullable Integer poll() {
      StoredEvent event = tail.poll();
      return event == null ? null : number(event);
    }

    private static int number(StoredEvent event) { return ByteBuffer.wrap(event.payload()).getInt(); }
  }

  /// What it has to be like.
  public static final class Listed {
    private final List<Integer> numbers = new ArrayList<>();
    private int polled;

    public int append(int number) {
      numbers.add(number);
      return numbers.size() - 1;
    }

    public @Nullable Integer read(int at) { return at < numbers.size() ? numbers.get(at) : null; }

    public int count() { return numbers.size(); }

    public @Nullable Integer poll() { return polled < numbers.size() ? numbers.get(polled++) : null; }
  }
}
