// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.tests.support.ChildJvm;
import org.redexdb.tests.support.Seeds;

/// One process reads while those that write are killed one after the other by the operating system, on the real disk: it
/// goes on with each of them, sees every event once and in order, and what it saw at `DURABLE` stays.
class ReaderAliveCrash {
  private static final int KILLS = Integer.getInteger("redex.seeds", 4);
  private static final long SEED = Long.getLong("redex.seed", 1);
  /// Against a test that never ends; nothing is measured.
  private static final long HANGING_SECONDS = 120;
  private static final long READER_ENDED = -1;

  @TempDir
  Path temporary;

  /// What the reader has shown, by seq: the process that appended it.
  private final List<Long> shown = new ArrayList<>();
  private final LinkedBlockingQueue<Long> generations = new LinkedBlockingQueue<>();

  @Test
  void aReaderOutlivesItsWritersWithoutStallGapOrDuplicate() throws Exception {
    Seeds.run(ReaderAliveCrash.class, SEED, () -> {
      Path folder = temporary.resolve("store");
      Generations.create(folder);
      Process reader = ChildJvm.start(AliveReader.class, List.of(folder.toString()));
      try {
        Thread listening = Thread.ofPlatform().start(() -> listen(reader));
        var random = new SplittableRandom(SEED);
        for (int generation = 1; generation <= KILLS; generation++)
          writeUntilKilled(folder, generation, 2 + random.nextInt(random.nextBoolean() ? 30 : 3_000));
        List<Long> there = contentOf(folder);
        try (var end = new DataOutputStream(reader.getOutputStream())) {
          end.writeLong(there.size());
        }
        assertThat(ChildJvm.exitCode(reader)).as("exit code of the reader").isZero();
        listening.join();
        assertThat(shown).as("events seen at DURABLE").isEqualTo(there);
      } finally {
        reader.destroyForcibly();
      }
    });
  }

  /// The kill comes behind the first event of that process which the reader has seen at `DURABLE`, in the middle of others.
  private void writeUntilKilled(Path folder, long generation, int events) throws IOException {
    long seen = seenEnd();
    Process child = ChildJvm.start(Generations.class, List.of(folder.toString(), Long.toString(generation)));
    var told = new AtomicInteger();
    ChildJvm.killAfter(child, events, seq -> {
      int number = told.getAndIncrement();
      if (number == 0) assertThat(seq).as("where process %d goes on", generation).isGreaterThanOrEqualTo(seen);
      if (number == 1) awaitShown(generation);
    });
  }

  private long seenEnd() {
    synchronized (shown) {
      return shown.size();
    }
  }

  private void awaitShown(long generation) {
    try {
      Long next = generations.poll(HANGING_SECONDS, TimeUnit.SECONDS);
      assertThat(next).as("process of the next event that the reader shows (%d: it has ended)", READER_ENDED)
          .isEqualTo(generation);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while the reader had shown nothing of process " + generation, e);
    }
  }

  /// Takes what the reader shows, each event once and in order, until it ends.
  private void listen(Process reader) {
    try (var in = new DataInputStream(new BufferedInputStream(reader.getInputStream()))) {
      long last = 0;
      while (true) {
        long seq = in.readLong();
        long generation = in.readLong();
        synchronized (shown) {
          if (seq != shown.size()) throw new IOException("event " + seq + " after " + (shown.size() - 1));
          shown.add(generation);
        }
        if (generation != last) generations.add(generation);
        last = generation;
      }
    } catch (EOFException e) {
      generations.add(READER_ENDED);
    } catch (IOException e) {
      generations.add(READER_ENDED);
      throw new UncheckedIOException(e);
    }
  }

  /// By seq, after everything was forced and the store was closed.
  private static List<Long> contentOf(Path folder) {
    var content = new ArrayList<Long>();
    try (Redex redex = Generations.open(folder)) {
      Channel channel = redex.channel(Generations.CHANNEL);
      channel.force();
      try (var events = channel.scan(SeqRange.ALL)) {
        for (var event = events.next(); event != null; event = events.next())
          content.add(Generations.generation(event));
      }
    }
    return content;
  }
}
