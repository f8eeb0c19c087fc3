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
  private Places places = new Places(0);
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
      if (run == null && !find()) continue;
      if (run == null) begin(block);
      FrameReader open = run;
      if (open != null && !open.next(block)) {
        endRun();
        continue;
      }
      if (isWhatItShouldBe(member, block, at)) break;
      endRun();
      long place = places.of(at);
      places.clear();
      if (block.count() == 0) log.requireNotRemoved(at);
      if (renewed || !log.shared().places().renew(place)) throw wrong(member, block, at);
      renewed = true;
    }
    block.renumber(at);
    at += block.count();
    return true;
  }

  /// Makes the place of the next event known.
  ///
  /// @return false when it was lost: then the next one is another
  private boolean find() {
    if (places.has(at)) return true;
    int wanted = (int) Math.min(PLACES_MAX, to - at);
    if (places.seqs.length < wanted) places = new Places(wanted);
    boolean found = log.shared().places().from(member, at, places);
    if (found && places.first == at) return true;
    log.requireNotRemoved(at);
    at = found ? Math.min(to, places.first) : to;
    return false;
  }

  /// Reads the next event, or begins a run with it.
  private void begin(FrameBlock block) {
    long place = places.of(at);
    int together = (int) Math.min(places.togetherFrom(at), to - at);
    if (together < TOGETHER_MIN) log.shared().carrier().reads().read(place, block);
    else
      run = log.shared().carrier().reads().reader(place, place + together);
  }

  private void endRun() {
    FrameReader open = run;
    run = null;
    if (open != null) open.close();
  }

  /// Whether the events of a block are those of the member from `first` on.
  static boolean isWhatItShouldBe(Member member, FrameBlock block, long first) {
    for (int i = 0; i < block.count(); i++)
      if (!isOf(member, block, i) || SharedExtension.memberSeq(block, i) != first + i) return false;
    return block.count() > 0;
  }

  static boolean isOf(Member member, FrameBlock block, int i) {
    return SharedExtension.isIn(block.flags(i)) && SharedExtension.ordinal(block, i) == member.ordinal;
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
