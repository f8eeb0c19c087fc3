// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StoreOptions;

/// Main class of one of many processes that append to the same channel, one after the other, each until it is killed; every
/// event says which of them it is of. Tells each acknowledged event on standard output: its seq, eight bytes, behind the
/// seq that comes first.
///
/// Arguments: folder, number of the process.
final class Generations {
  static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withFrontBlocks(4);
  static final String CHANNEL = "events";
  private static final int ONE_AT_DISK_OF = 20;

  private Generations() {}

  public static void main(String[] arguments) throws IOException {
    long generation = Long.parseLong(arguments[1]);
    var random = new SplittableRandom(generation);
    var acknowledged = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    Channel channel = open(Path.of(arguments[0])).channel(CHANNEL);
    acknowledged.writeLong(channel.nextSeq());
    for (int i = 0;; i++) {
      Ack ack = i % ONE_AT_DISK_OF == 0 ? Ack.DISK : Ack.OS;
      acknowledged.writeLong(channel.append(Event.of(payload(generation, random.nextInt(600))), ack).seq());
    }
  }

  static Redex open(Path folder) { return Redex.open(StoreEnvironment.system(), folder, OPTIONS, PayloadChecks.NONE); }

  static void create(Path folder) {
    try (Redex redex = open(folder)) {
      redex.createChannel(CHANNEL,
          ChannelOptions.DEFAULTS.withCodec(PayloadCodec.BYTES).withSegmentBytes(64 << 10));
    }
  }

  private static byte[] payload(long generation, int filling) {
    byte[] payload = ByteBuffer.allocate(8 + filling).putLong(generation).array();
    Arrays.fill(payload, 8, payload.length, (byte) generation);
    return payload;
  }

  /// Which process appended an event, after a look at all its bytes.
  static long generation(StoredEvent event) {
    byte[] payload = event.payload();
    long generation = ByteBuffer.wrap(payload).getLong();
    if (!Arrays.equals(payload, payload(generation, payload.length - 8)))
      throw new AssertionError("event " + event.seq() + " is not what process " + generation + " appended");
    return generation;
  }
}
