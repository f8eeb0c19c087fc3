// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;

/// An event that is sent again while nobody knows whether its first copy is on disk.
class IdempotenceCrash {
  private static final Path FOLDER = Path.of("/store");
  private static final Event EVENT = Event.json("{}").withProducer(new UUID(1, 2), 5);
  private static final Event LATER = Event.json("{}").withProducer(new UUID(1, 2), 6);

  private static Redex open(SimDisk disk) {
    return Redex.open(new StoreEnvironment(disk, new SimClock(), new SplittableRandom(1), Work.CALLER), FOLDER,
        StoreOptions.DEFAULTS.withSegmentBytes(64 << 10).withFrontBlocks(4), PayloadChecks.NONE);
  }

  @Test
  void aDuplicateOfWhatCouldNotBeForcedIsToldTheSameAndTheNextLifeStoresItOnce() {
    SimDisk disk = SimDisk.seeded(3).writeBackByItself(false);
    Redex redex = open(disk);
    Channel channel = redex.channel("a");
    channel.append(EVENT);
    disk.failForceAfter(1);
    assertThatThrownBy(() -> channel.append(LATER, Ack.DISK)).isInstanceOf(StorageException.NotDurable.class);
    assertThatThrownBy(() -> channel.append(LATER, Ack.DISK)).isInstanceOf(StorageException.NotDurable.class);
    assertThatThrownBy(() -> channel.append(LATER, Ack.OS)).isInstanceOf(StorageException.NotDurable.class);
    assertThatThrownBy(() -> channel.appendAsync(LATER, Ack.DISK).join())
        .isInstanceOfAny(StorageException.NotDurable.class, CompletionException.class);
    assertThat(channel.append(EVENT).seq()).as("what was durable before").isZero();
    SimDisk rebooted = disk.afterReboot();
    rebooted.clearFaults();
    try (Redex again = open(rebooted)) {
      Channel reopened = again.channel("a");
      assertThat(reopened.append(LATER, Ack.DISK).seq()).isEqualTo(1);
      assertThat(reopened.append(LATER, Ack.DISK).seq()).isEqualTo(1);
      assertThat(reopened.nextSeq()).isEqualTo(2);
    }
  }

  @Test
  void aDuplicateThatAsksForMoreWaitsUntilTheFirstCopyIsOnDisk() {
    SimDisk disk = SimDisk.seeded(3).writeBackByItself(false);
    Redex redex = open(disk);
    Channel channel = redex.channel("a");
    assertThat(channel.append(EVENT, Ack.OS).level()).isEqualTo(Level.OS);
    assertThat(channel.durableSeq()).isEqualTo(-1);
    assertThat(channel.append(EVENT, Ack.OS).level()).isEqualTo(Level.OS);
    assertThat(channel.durableSeq()).isEqualTo(-1);
    assertThat(channel.append(EVENT, Ack.DISK).level()).isEqualTo(Level.DISK);
    assertThat(channel.durableSeq()).isZero();
    try (Redex again = open(disk.afterReboot()); var events = again.channel("a").scan(SeqRange.ALL)) {
      assertThat(Objects.requireNonNull(events.next()).event()).extracting(Event::producer).isEqualTo(EVENT.producer());
      assertThat(events.next()).isNull();
    }
  }
}
