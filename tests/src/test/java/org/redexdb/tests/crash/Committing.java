// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;

/// Main class of a process whose threads commit over two or three logs at once until it is killed, and tell each
/// acknowledged commit on standard output: its number, eight bytes.
///
/// Arguments: folder, seed.
final class Committing {
  static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(256 << 10);
  static final int LOGS = 3;
  static final int THREADS = 4;
  /// Number, logs of the commit as bits, and filling.
  static final int HEADER_BYTES = 16;

  private Committing() {}

  public static void main(String[] arguments) {
    long seed = Long.parseLong(arguments[1]);
    var acknowledged = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    Store store = RealStores.open(Path.of(arguments[0]), OPTIONS);
    for (int i = store.logs().size(); i < LOGS; i++) store.create("log" + i, new LogOptions(OPTIONS.segmentBytes()));
    List<Log> logs = List.copyOf(store.logs());
    for (int thread = 0; thread < THREADS; thread++) {
      long first = thread + (long) THREADS * store.epoch() << 32;
      var random = new SplittableRandom(seed + first);
      Thread.ofPlatform().start(() -> commit(store, logs, first, random, acknowledged));
    }
  }

  private static void commit(Store store, List<Log> logs, long first, SplittableRandom random, DataOutputStream told) {
    for (long number = first;; number += THREADS) {
      var chosen = new ArrayList<>(logs);
      Collections.shuffle(chosen, new java.util.Random(random.nextLong()));
      chosen.subList(2 + random.nextInt(2), chosen.size()).clear();
      long bits = chosen.stream().mapToLong(log -> 1L << log.id()).sum();
      var appends = new ArrayList<LogAppend>();
      for (Log log : chosen) appends.add(new LogAppend(log, batch(number, bits, random), Log.ANY_SEQ));
      store.append(appends, random.nextInt(4) == 0 ? Ack.DISK : Ack.OS);
      try {
        synchronized (told) {
          told.writeLong(number);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static FrameBatch batch(long number, long bits, SplittableRandom random) {
    int size = random.nextInt(random.nextInt(50) == 0 ? 300_000 : 600);
    byte[] payload = ByteBuffer.allocate(HEADER_BYTES + size).putLong(number).putLong(bits).array();
    return new FrameBatch().add(PayloadCodec.BYTES, new byte[0], payload, 0, payload.length);
  }
}
