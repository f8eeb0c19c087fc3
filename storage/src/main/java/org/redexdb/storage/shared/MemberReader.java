// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.segment.SharedExtension;

/// Reads a fixed range of a member: event by event, or in runs where many of them stand together in the carrier.
final class MemberReader implements FrameReader {
  private static final int PLACES_MAX = 1 << 12;
  /// So many that stand together are read as a run of the carrier, of which more is copied than a single event.
  static final int TOGETHER_MIN = 64;

  private final MemberLog log;
  private final Member member;
  private final long to;
  private final long asked;
  private long at;
  /// Places in the carrier of the events from `placesFrom` on.
  private long[] places = {};
  private long placesFrom;
  private int placesCount;
  private @Nullable FrameReader run;
  private boolean closed;

  /// @param to what is there ends here
  /// @param asked end of what was asked for
  MemberReader(MemberLog log, long from, long to, long asked) {
    this.log = log;
    this.member = log.member();
    this.at = from;
    this.to = to;
    this.asked = asked;
  }

  @Override
  public boolean next(FrameBlock block) {
    if (closed) throw new StorageException.Closed(Where.seq(log.name(), at), "reader");
    try {
      return read(block);
    } catch (StorageException e) {
      throw MemberPlaces.told(e, member, at);
    }
  }

  private boolean read(FrameBlock block) {
    boolean renewed = false;
    while (true) {
      block.reset(0);
      if (at >= to) {
        log.requireSound(asked);
        return false;
      }
      log.requireOpen();
      if (at < member.floor.seq()) throw MemberPlaces.lagged(member, at);
      if (run == null && !begin(block)) throw MemberPlaces.lagged(member, at);
      FrameReader open = run;
      if (open != null && !open.next(block)) {
        endRun();
        continue;
      }
      if (isWhatItShouldBe(member, block, at)) break;
      endRun();
      placesCount = 0;
      if (renewed || !log.shared().places().renew(member, at)) throw wrong(member, block, at);
      renewed = true;
    }
    block.renumber(at);
    at += block.count();
    return true;
  }

  /// Reads the next event, or begins a run with it.
  ///
  /// @return false when it was removed
  private boolean begin(FrameBlock block) {
    if (at < placesFrom || at >= placesFrom + placesCount) {
      int wanted = (int) Math.min(PLACES_MAX, to - at);
      if (places.length < wanted) places = new long[wanted];
      placesFrom = at;
      placesCount = Math.min(wanted, log.shared().places().from(member, at, places));
      if (placesCount == 0) return false;
    }
    int i = (int) (at - placesFrom);
    long place = places[i];
    int together = 1;
    while (i + together < placesCount && places[i + together] == place + together) together++;
    if (together < TOGETHER_MIN) return log.shared().carrier().reads().read(place, block);
    run = log.shared().carrier().reads().reader(place, place + together);
    return true;
  }

  private void endRun() {
    FrameReader open = run;
    run = null;
    if (open != null) open.close();
  }

  /// Whether the events of a block are those of the member from `first` on.
  static boolean isWhatItShouldBe(Member member, FrameBlock block, long first) {
    for (int i = 0; i < block.count(); i++)
      if (!SharedExtension.isIn(block.flags(i)) || SharedExtension.ordinal(block, i) != member.ordinal
          || SharedExtension.memberSeq(block, i) != first + i)
        return false;
    return block.count() > 0;
  }

  static StorageException.Corrupt wrong(Member member, FrameBlock block, long seq) {
    return new StorageException.Corrupt(Where.seq(member.name, seq), "the event",
        block.count() == 0 ? "nothing" : "another one at " + block.seq(0) + " of the shared log");
  }

  @Override
  public void close() {
    closed = true;
    endRun();
  }
}
