// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.segment.Slots;

/// Durable appends find their blocks allocated; appends that nobody waits for pay nothing for that.
class ZeroAheadTest {
  private static final int APPENDS_MAX = 20_000;

  @TempDir
  Path folder;

  /// Bytes that were written as chunks of zeros into segments with events.
  private final AtomicLong zeros = new AtomicLong();

  private void count(String method, Object[] arguments) {
    if (method.equals("write") && arguments[1] instanceof byte[] bytes && (long) arguments[0] >= 8192
        && Slots.allZero(bytes, (int) arguments[2], (int) arguments[3]))
      zeros.addAndGet((int) arguments[3]);
  }

  private void append(Ack ack, long untilZeros) {
    try (Store store = Storage.open(StoreEnvironment.of(ObservedDisk.telling(this::count)), folder.resolve("store"),
        StoreOptions.DEFAULTS)) {
      Log log = store.create("log", new LogOptions(1 << 20));
      zeros.set(0); // the front's and the first header's
      var event = new FrameBatch().add(PayloadCodec.BYTES, new byte[0], new byte[]{1}, 0, 1);
      for (int i = 0; i < APPENDS_MAX && zeros.get() < untilZeros; i++) log.append(event, Log.ANY_SEQ, ack);
      assertThat(store.verify(Progress.NONE).problems()).isEmpty();
    }
  }

  @Test
  void blocksAreWrittenAheadOfDurableAppends() {
    append(Ack.DISK, ZeroAhead.CHUNK_BYTES / 2);
    assertThat(zeros.get()).isGreaterThanOrEqualTo(ZeroAhead.CHUNK_BYTES / 2);
  }

  @Test
  void nothingIsWrittenAheadOfAppendsThatDoNotWait() {
    append(Ack.OS, 1);
    assertThat(zeros.get()).isZero();
  }
}
