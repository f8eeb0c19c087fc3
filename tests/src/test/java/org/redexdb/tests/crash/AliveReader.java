// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.ReadLevel;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.api.Tail;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.StoreOptions.Mode;

/// Main class of a process that reads a channel while others that write it come and die. Tells each event that its tail at
/// `DURABLE` shows on standard output: seq and which process it is of, eight bytes each. Reads events by seq that it has
/// seen before, which must be what they were. Ends when it has seen all events below the seq that it gets on standard input.
///
/// Arguments: folder.
final class AliveReader {
  private static final Duration WAIT = Duration.ofMillis(100);
  /// Polls that may find nothing although the channel says that there is something.
  private static final int IDLE_POLLS_MAX = 50;

  private final SplittableRandom random = new SplittableRandom(1);
  private final DataOutputStream shown = new DataOutputStream(
      new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
  private final Channel channel;
  private volatile long endSeq = Long.MAX_VALUE;
  /// By seq.
  private long[] generations = new long[1024];
  private int count;

  private AliveReader(Channel channel) {
    this.channel = channel;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (Redex redex = Redex.open(StoreEnvironment.system(), Path.of(arguments[0]),
        Generations.OPTIONS.withMode(Mode.READ_ONLY), PayloadChecks.NONE)) {
      new AliveReader(redex.channel(Generations.CHANNEL)).run();
    }
  }

  private void run() throws IOException, InterruptedException {
    Thread.ofPlatform().daemon().start(this::awaitEnd);
    try (Tail tail = channel.tail(0, ReadLevel.DURABLE)) {
      int idle = 0;
      while (tail.nextSeq() < endSeq) {
        boolean isThere = channel.durableSeq() >= tail.nextSeq();
        StoredEvent event = tail.poll();
        if (event == null) {
          shown.flush();
          idle = isThere ? idle + 1 : 0;
          if (idle > IDLE_POLLS_MAX)
            throw new AssertionError("the tail shows nothing at " + tail.nextSeq() + " of " + channel.durableSeq());
          event = tail.poll(WAIT);
        }
        if (event == null) continue;
        idle = 0;
        show(event);
        if (random.nextInt(8) == 0) readAgain(random.nextInt(count));
      }
    }
    for (int seq = 0; seq < count; seq++) readAgain(seq);
    shown.flush();
  }

  private void awaitEnd() {
    try {
      endSeq = new DataInputStream(System.in).readLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void show(StoredEvent event) throws IOException {
    if (event.seq() != count) throw new AssertionError("event " + event.seq() + " after " + (count - 1));
    if (count == generations.length) generations = Arrays.copyOf(generations, 2 * count);
    generations[count++] = Generations.generation(event);
    shown.writeLong(event.seq());
    shown.writeLong(generations[count - 1]);
  }

  private void readAgain(int seq) {
    StoredEvent event = channel.read(seq)
        .orElseThrow(() -> new AssertionError("event " + seq + " of process " + generations[seq] + " is gone"));
    long found = Generations.generation(event);
    if (found != generations[seq])
      throw new AssertionError("event " + seq + " was of process " + generations[seq] + ", now of " + found);
  }
}
