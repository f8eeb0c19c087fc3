// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Disks;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.VerifyReport;

/// What appends are about to write is nobody's damage.
class VerifyStress {
  private static final int SEGMENT_BYTES = 64 << 10;
  private static final int EVENT_BYTES = 500;
  private static final int EVENTS_PER_SEGMENT = SEGMENT_BYTES / EVENT_BYTES;
  private static final int ROLLS = 100;

  @Test
  void aVerificationRightBehindARollFindsNothing(@TempDir Path temporary) {
    try (Store store = Storage.open(StoreEnvironment.of(Disks.system()), temporary, StoreOptions.DEFAULTS)) {
      Log log = store.create("orders", new LogOptions(SEGMENT_BYTES));
      for (int i = 0; i < ROLLS; i++) {
        append(log, EVENTS_PER_SEGMENT);
        verify(store);
        log.trim(log.status().nextSeq() - EVENTS_PER_SEGMENT);
      }
    }
  }

  private static void append(Log log, int events) {
    for (int i = 0; i < events; i++)
      log.append(PayloadCodec.BYTES, new byte[0], new byte[EVENT_BYTES], 0, EVENT_BYTES, Log.ANY_SEQ, Ack.OS);
  }

  private static void verify(Store store) {
    VerifyReport report = store.verify(Progress.NONE);
    assertThat(report.problems()).isEmpty();
    // A key index that the helper is writing at this moment is found unfinished, and made anew.
    assertThat(report.derived()).allMatch(line -> line.contains(".key "));
  }
}
