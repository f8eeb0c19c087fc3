// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;

/// Main class of a process that appends at OS until it is killed, and tells each acknowledged seq on standard output,
/// eight bytes each.
///
/// Arguments: folder, seed.
final class Appender {
  static final StoreOptions OPTIONS = StoreOptions.DEFAULTS.withSegmentBytes(256 << 10);
  static final String LOG = "events";

  private Appender() {}

  public static void main(String[] arguments) throws IOException {
    long seed = Long.parseLong(arguments[1]);
    var acknowledged = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    Store store = RealStores.open(Path.of(arguments[0]), OPTIONS);
    Log log = store.logs().stream().filter(each -> each.name().equals(LOG)).findAny()
        .orElseGet(() -> store.create(LOG, new LogOptions(OPTIONS.segmentBytes())));
    acknowledged.writeLong(log.tip().seq());
    while (true) {
      byte[] payload = payload(seed, log.tip().seq() + 1);
      acknowledged.writeLong(log.append(PayloadCodec.BYTES, new byte[0], payload, 0, payload.length, Log.ANY_SEQ,
          Ack.OS).seq());
    }
  }

  /// What the event at `seq` holds.
  static byte[] payload(long seed, long seq) {
    var random = new SplittableRandom(seed ^ seq * 0x9E3779B97F4A7C15L);
    var payload = new byte[8 + random.nextInt(random.nextInt(100) == 0 ? 40_000 : 600)];
    Arrays.fill(payload, (byte) random.nextInt());
    for (int i = 0; i < 8; i++) payload[i] = (byte) (seq >>> 8 * i);
    return payload;
  }
}
