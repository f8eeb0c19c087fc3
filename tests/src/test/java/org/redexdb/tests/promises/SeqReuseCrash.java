// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.promises;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Store;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// A number that was given to an event on disk is never given to another, although nothing is left of the first.
class SeqReuseCrash {
  private static final int LIVES = 5;
  private static final int EVENTS = 60;
  private static final byte[] PAYLOAD = new byte[3_000];

  private final SimClock clock = new SimClock();

  /// How a store comes to its end.
  enum End {
    CLOSED,
    KILLED,
    POWER_CUT
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void noSeqComesBackAfterEverythingWasTrimmed(End end) {
    SimDisk disk = SimDisk.seeded(11);
    long next = 0;
    for (int life = 0; life < LIVES; life++) {
      Store store = SimStores.open(disk, Events.FOLDER, Events.OPTIONS, clock);
      Log log = life == 0 ? store.create("orders", Events.SMALL) : Events.log(store);
      assertThat(log.status().nextSeq()).as("next seq in life %d", life).isEqualTo(next);
      assertThat(log.firstSeq()).isEqualTo(next);
      // One life appends nothing: what tells the number must survive that as well.
      for (int i = 0; i < (life == 2 ? 0 : EVENTS); i++)
        assertThat(Events.append(log, PAYLOAD, Ack.DISK).seq()).isEqualTo(next++);
      assertThat(log.trim(Long.MAX_VALUE).floorAfter()).isEqualTo(next);
      assertThat(Events.read(log)).isEmpty();
      disk = ended(end, store, disk);
    }
  }

  private static SimDisk ended(End end, Store store, SimDisk disk) {
    return switch (end) {
      case CLOSED -> {
        store.close();
        yield disk;
      }
      case KILLED -> disk.afterRestart();
      case POWER_CUT -> disk.afterReboot();
    };
  }
}
