// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.segment.SharedExtension;

/// Reads a member's events with a key out of those that the carrier's index tells.
final class MemberKeyReader implements FrameReader {
  private final MemberLog log;
  private final Member member;
  private final byte[] key;
  private final long from;
  private final long to;
  private final boolean backward;
  /// What was looked at lies before; going backward, from here on.
  private long at;
  private @Nullable FrameReader found;
  private boolean closed;

  MemberKeyReader(MemberLog log, byte[] key, long from, long to, boolean backward) {
    this.log = log;
    this.member = log.member();
    this.key = key.clone();
    this.from = from;
    this.to = to;
    this.backward = backward;
    this.at = backward ? to : from;
  }

  @Override
  public boolean next(FrameBlock block) {
    if (closed) throw new StorageException.Closed(Where.channel(log.name()), "reader");
    block.reset(0);
    if (from >= to) return false;
    try {
      return read(block);
    } catch (StorageException e) {
      throw MemberPlaces.told(e, member, at);
    }
  }

  private boolean read(FrameBlock block) {
    log.requireOpen();
    FrameReader open = found;
    if (open == null) found = open = begin();
    while (open.next(block)) {
      if (SharedExtension.ordinal(block, 0) != member.ordinal) continue;
      long seq = SharedExtension.memberSeq(block, 0);
      if (seq < from || seq >= to) continue; // beside a gap that is asked for
      requireThere(backward ? seq : at);
      block.renumber(seq);
      at = backward ? seq : seq + 1;
      return true;
    }
    block.reset(0);
    // Whether an event of the key was among those that are gone is not known any more.
    if (at > from || !backward) requireThere(backward ? from : at);
    return false;
  }

  private FrameReader begin() {
    return log.shared().carrier().keys().reader(member.ordinal, key, place(from), place(to - 1) + 1, backward);
  }

  /// Where an event is, or the next one, when that was lost.
  private long place(long seq) {
    var one = new Places(1);
    boolean found = log.shared().places().from(member, seq, one);
    if (!found || one.first != seq) log.requireNotRemoved(seq);
    return found ? one.seqs[0] : log.shared().carrier().tipSeq();
  }

  private void requireThere(long seq) {
    if (seq < member.floor.seq() && seq < to) throw MemberPlaces.lagged(member, seq);
  }

  @Override
  public void close() {
    closed = true;
    if (found != null) found.close();
  }
}
