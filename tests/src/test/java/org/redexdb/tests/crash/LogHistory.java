// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Receipt;

/// The naive twin of one log: everything handed to it in order, how much of it was acknowledged, and what a reopened
/// log may therefore hold.
///
/// Confined to one thread.
final class LogHistory {
  /// One event as it was handed over.
  record Event(PayloadCodec codec, byte[] metadata, byte[] payload) {}

  private final String name;
  private final List<Event> events = new ArrayList<>();
  /// Event counts at which a log may end: never inside a batch.
  private final TreeSet<Integer> boundaries = new TreeSet<>(List.of(0));
  private int acknowledgedOs;
  private int acknowledgedDisk;

  LogHistory(String name) { this.name = name; }

  String name() { return name; }

  int size() { return events.size(); }

  int acknowledgedDisk() { return acknowledgedDisk; }

  int acknowledgedOs() { return acknowledgedOs; }

  /// Events about to be appended together; what becomes of them is not known yet.
  void attempt(List<Event> together) {
    events.addAll(together);
    boundaries.add(events.size());
  }

  void acknowledged(Receipt receipt, Level asked) {
    assertThat(receipt.seq()).as("%s: seq of the last event appended", name).isEqualTo(events.size() - 1);
    assertThat(receipt.level()).as("%s: level reached", name).isGreaterThanOrEqualTo(asked);
    acknowledgedOs = events.size();
    if (receipt.level() == Level.DISK) acknowledgedDisk = events.size();
  }

  /// The first `count` events are on the device; what an append of unknown outcome handed over may come behind them.
  void forced(int count) {
    acknowledgedOs = count;
    acknowledgedDisk = count;
  }

  /// Readers at the level DURABLE were shown the events up to here.
  void shownAsDurable(long durableSeq) {
    assertThat(durableSeq).as("%s: durable seq", name).isLessThan(events.size());
    acknowledgedDisk = Math.max(acknowledgedDisk, (int) durableSeq + 1);
  }

  /// What was handed over last is certainly not there: the log takes nothing any more.
  void refused(int size) { cutTo(size); }

  /// An append failed while the process went on: the tip says whether its events are there.
  void settle(long nextSeq) {
    assertThat(boundaries).as("%s: ends inside a batch, at seq %d", name, nextSeq).contains((int) nextSeq);
    assertThat(nextSeq).as("%s: acknowledged events after a failed append", name)
        .isGreaterThanOrEqualTo(acknowledgedOs);
    cutTo((int) nextSeq);
  }

  /// Checks a log opened again and takes what it holds as what is so from now on.
  ///
  /// @param powerWasCut then only what was acknowledged at DISK must be there, else also what was at OS
  void reopened(Log log, boolean powerWasCut) {
    assertThat(log.firstSeq()).as("%s: first seq", name).isZero();
    int found = (int) log.tip().seq() + 1;
    int promised = powerWasCut ? acknowledgedDisk : acknowledgedOs;
    assertThat(found).as("%s: events found, %d were acknowledged, %d handed over", name, promised, events.size())
        .isBetween(promised, events.size());
    assertThat(boundaries).as("%s: ends inside a batch, at seq %d", name, found).contains(found);
    checkContent(log, found);
    cutTo(found);
    acknowledgedOs = found;
    int durable = (int) log.durableSeq() + 1;
    assertThat(durable).as("%s: durable events of %d", name, found).isBetween(acknowledgedDisk, found);
    acknowledgedDisk = durable;
  }

  /// Reads the log to its end, and some events by themselves.
  void checkContent(Log log, int count) {
    var block = new FrameBlock();
    int next = 0;
    int epoch = 0;
    try (var reader = log.reader(0, count)) {
      while (reader.next(block)) {
        for (int i = 0; i < block.count(); i++) {
          checkEvent(block, i, next++);
          assertThat(block.epoch(i)).as("%s#%d: epoch", name, next - 1).isGreaterThanOrEqualTo(epoch).isPositive();
          epoch = block.epoch(i);
        }
      }
    }
    assertThat(next).as("%s: events delivered by a reader", name).isEqualTo(count);
    for (int seq = 0; seq < count; seq += 1 + count / 7) {
      assertThat(log.read(seq, block)).as("%s#%d: readable", name, seq).isTrue();
      assertThat(block.count()).isEqualTo(1);
      checkEvent(block, 0, seq);
    }
    assertThat(log.read(count, block)).as("%s#%d: readable", name, count).isFalse();
  }

  private void checkEvent(FrameBlock block, int i, int seq) {
    Event expected = events.get(seq);
    boolean same = block.seq(i) == seq && block.codec(i) == expected.codec().id()
        && equal(block.bytes(), block.payloadOffset(i), block.payloadLength(i), expected.payload())
        && equal(block.bytes(), block.metadataOffset(i), block.metadataLength(i), expected.metadata());
    if (!same)
      throw new AssertionError(name + "#" + seq + ": found seq " + block.seq(i) + ", codec " + block.codec(i) + ", "
          + block.payloadLength(i) + " payload bytes " + head(block.bytes(), block.payloadOffset(i),
              block.payloadLength(i))
          + ", expected " + expected.payload().length + " bytes " + head(expected.payload(), 0,
              expected.payload().length));
  }

  private static boolean equal(byte[] bytes, int offset, int length, byte[] expected) {
    return Arrays.equals(bytes, offset, offset + length, expected, 0, expected.length);
  }

  private static String head(byte[] bytes, int offset, int length) {
    return Arrays.toString(Arrays.copyOfRange(bytes, offset, offset + Math.min(length, 12)));
  }

  private void cutTo(int count) {
    events.subList(count, events.size()).clear();
    boundaries.tailSet(count, false).clear();
    boundaries.add(count);
  }
}
