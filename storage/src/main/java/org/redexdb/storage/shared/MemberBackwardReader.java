// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Reads a fixed range of a member from its end to its beginning; as [MemberReader] otherwise.
final class MemberBackwardReader implements FrameReader {
  private static final int PLACES_MAX = 1 << 12;

  private final MemberLog log;
  private final Member member;
  private final long from;
  private long end;
  /// Places in the carrier of the events from `placesFrom` on.
  private final long[] places;
  private long placesFrom;
  private int placesCount;
  private boolean closed;

  MemberBackwardReader(MemberLog log, long from, long to) {
    this.log = log;
    this.member = log.member();
    this.from = from;
    this.end = to;
    this.places = new long[(int) Math.max(0, Math.min(PLACES_MAX, to - from))];
  }

  @Override
  public boolean next(FrameBlock block) {
    if (closed) throw new StorageException.Closed(Where.seq(log.name(), end - 1), "reader");
    try {
      return read(block);
    } catch (StorageException e) {
      throw MemberPlaces.told(e, member, end - 1);
    }
  }

  private boolean read(FrameBlock block) {
    for (boolean renewed = false;; renewed = true) {
      block.reset(0);
      if (end <= from) return false;
      log.requireOpen();
      if (end - 1 < member.floor.seq() || !fill()) throw MemberPlaces.lagged(member, end - 1);
      boolean there = readLast(block);
      if (there && MemberReader.isWhatItShouldBe(member, block, end - block.count())) break;
      placesCount = 0;
      if (!there) throw MemberPlaces.lagged(member, end - 1);
      if (renewed || !log.shared().places().renew(member, end - 1)) throw MemberReader.wrong(member, block, end - 1);
    }
    block.renumber(end - block.count());
    end -= block.count();
    return true;
  }

  /// Makes the place of the last event left known, and those before it as far as they are in one segment.
  ///
  /// @return false when it was removed
  private boolean fill() {
    if (placesCount > 0 && end > placesFrom) return true;
    // Where its segment begins is not known: one that begins later is passed over by asking from there on again.
    long first = Math.max(Math.max(from, member.floor.seq()), end - places.length);
    while (true) {
      int found = log.shared().places().from(member, first, places);
      if (found == 0) return false;
      placesFrom = first;
      placesCount = found;
      if (first + found >= end) return true;
      first += found;
    }
  }

  private boolean readLast(FrameBlock block) {
    int last = (int) (end - 1 - placesFrom);
    long place = places[last];
    int together = 1;
    while (together <= last && places[last - together] == place - together) together++;
    var reads = log.shared().carrier().reads();
    if (together < MemberReader.TOGETHER_MIN) return reads.read(place, block);
    try (FrameReader run = reads.backwardReader(place - together + 1, place + 1)) {
      return run.next(block);
    }
  }

  @Override
  public void close() { closed = true; }
}
