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
  private Places places;
  /// What comes behind them, looked at in vain.
  private Places next;
  private boolean closed;

  MemberBackwardReader(MemberLog log, long from, long to) {
    this.log = log;
    this.member = log.member();
    this.from = from;
    this.end = to;
    int most = (int) Math.max(0, Math.min(PLACES_MAX, to - from));
    this.places = new Places(most);
    this.next = new Places(most);
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
      if (end - 1 < member.floor.seq()) throw MemberPlaces.lagged(member, end - 1);
      if (!fill()) return false;
      long place = places.of(end - 1);
      readLast(block);
      if (MemberReader.isWhatItShouldBe(member, block, end - block.count())) break;
      places.clear();
      if (block.count() == 0) log.requireNotRemoved(end - 1);
      if (renewed || !log.shared().places().renew(place)) throw MemberReader.wrong(member, block, end - 1);
    }
    block.renumber(end - block.count());
    end -= block.count();
    return true;
  }

  /// Makes the place of the last event left known, and those before it as far as they are in one segment. What was lost is
  /// passed over.
  ///
  /// @return false when nothing is left
  private boolean fill() {
    while (end > from) {
      if (places.has(end - 1)) return true;
      if (end - 1 < member.floor.seq()) throw MemberPlaces.lagged(member, end - 1);
      // Where its segment begins is not known: one that begins later is passed over by asking from there on again.
      long first = Math.max(Math.max(from, member.floor.seq()), end - next.seqs.length);
      places.clear();
      for (long at = first; at < end && log.shared().places().from(member, at, next)
          && next.first < end; at = places.end()) {
        Places passed = places;
        places = next;
        next = passed;
      }
      long last = places.count == 0 ? first : places.end();
      if (last >= end) return true;
      log.requireNotRemoved(Math.max(first, last));
      end = last;
    }
    return false;
  }

  private void readLast(FrameBlock block) {
    long place = places.of(end - 1);
    int together = places.togetherUpTo(end - 1);
    var reads = log.shared().carrier().reads();
    if (together < MemberReader.TOGETHER_MIN) {
      reads.read(place, block);
      return;
    }
    try (FrameReader run = reads.backwardReader(place - together + 1, place + 1)) {
      run.next(block);
    }
  }

  @Override
  public void close() { closed = true; }
}
