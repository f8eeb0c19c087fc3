// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.SharedExtension;

/// One batch of the carrier: events of members, each with its expectation, or what happens to a member. Members' seqs are given
/// under the carrier's lock, where it stands for the condition of the append.
///
/// Confined to one thread until appended; then what it became is taken in under the monitor of [Members].
public final class SharedAppend implements LongConsumer {
  /// A position in the carrier that was not given.
  private static final long NOT_YET = Long.MAX_VALUE;

  private final Members members;
  private final int epoch;
  private final FrameBatch frames;
  private final List<Part> parts = new ArrayList<>();
  private @Nullable MemberChange change;
  private long changeSeq;
  private long first = NOT_YET;

  /// @param place where it goes, for errors
  /// @param epoch of this writer
  SharedAppend(Members members, int epoch, Where place, int expectedBytes) {
    this.members = members;
    this.epoch = epoch;
    this.frames = new FrameBatch(place, expectedBytes);
  }

  /// What is for one member.
  public static final class Part {
    private final Member member;
    private final int count;
    private final long expectedNextSeq;
    private final @Nullable LongConsumer condition;
    private long first;
    private int epochBefore;

    private Part(Member member, int count, long expectedNextSeq, @Nullable LongConsumer condition) {
      this.member = member;
      this.count = count;
      this.expectedNextSeq = expectedNextSeq;
      this.condition = condition;
    }

    /// Seq of the member's last event.
    long last() { return first + count - 1; }

    /// @param of what the carrier says of the whole batch
    public Receipt receipt(Receipt of) {
      return count == 0
          ? new Receipt(epochBefore, last(), 0, 0, of.level(), of.copies())
          : new Receipt(of.epoch(), last(), count, of.ts(), of.level(), of.copies());
    }
  }

  Part add(Member member, FrameBatch events, long expectedNextSeq, @Nullable LongConsumer condition) {
    if (events.onceCount() > 0)
      throw new StorageException.Unsupported(Where.channel(member.name),
          "an event with a producer, or with an id that it is stored once by, needs a channel with a log of its own");
    for (int i = 0; i < events.count(); i++) addFrame(member.ordinal, events, i);
    var part = new Part(member, events.count(), expectedNextSeq, condition);
    parts.add(part);
    return part;
  }

  private void addFrame(int ordinal, FrameBatch events, int i) {
    int metadata = events.metadataLength(i);
    int payload = events.payloadLength(i);
    var body = new byte[SharedExtension.BYTES + (metadata == 0 ? 0 : 2) + metadata + payload];
    int at = SharedExtension.put(body, 0, ordinal);
    int flags = events.flags(i) | Frames.FLAG_SHARED_EXT;
    if (metadata != 0) {
      flags |= Frames.FLAG_META;
      SharedExtension.putMetadataBytes(body, at, metadata);
      at += 2;
    }
    // Metadata and payload lie one behind the other.
    System.arraycopy(events.bytes(), events.metadataOffset(i), body, at, metadata + payload);
    frames.addFramed(flags, events.codec(i), body, body.length);
  }

  void add(MemberChange added) {
    byte[] payload = MemberChange.encode(added);
    var body = new byte[SharedExtension.BYTES + payload.length];
    System.arraycopy(payload, 0, body, SharedExtension.put(body, 0, Members.CHANGES), payload.length);
    frames.addFramed(Frames.FLAG_SHARED_EXT, 0, body, body.length);
    change = added;
  }

  /// What is to be appended to the carrier.
  public FrameBatch frames() { return frames; }

  /// Under the carrier's lock: may it be, and which seqs do its events get.
  @Override
  public void accept(long tip) {
    for (Part part : parts) if (part.condition != null) part.condition.accept(tip);
    synchronized (members) {
      members.settle(tip);
      for (Part part : parts) admit(part);
      number();
      if (frames.isEmpty()) return;
      first = tip + 1;
      members.number(this, tip);
    }
  }

  private static void admit(Part part) {
    Member member = part.member;
    if (member.retired) throw MemberErrors.closed(member.name);
    if (part.expectedNextSeq != Log.ANY_SEQ && part.expectedNextSeq != member.nextSeq())
      throw new StorageException.Conflict(Where.seq(member.name, member.nextSeq()), part.expectedNextSeq,
          member.nextSeq());
  }

  private void number() {
    int frame = 0;
    for (Part part : parts) {
      part.first = part.member.nextSeq();
      part.epochBefore = part.member.epoch;
      for (int i = 0; i < part.count; i++) seq(frame++, part.first + i);
    }
    changeSeq = members.nextChange();
    if (change != null) seq(frame, changeSeq);
  }

  private void seq(int frame, long seq) {
    SharedExtension.memberSeq(frames.bytes(), frames.payloadOffset(frame), seq);
  }

  /// Its last event in the carrier, if it gets there.
  long lastSeq() { return first + frames.count() - 1; }

  /// It was published. Under the monitor.
  void takeInto(Members state) {
    long seq = first;
    for (Part part : parts) for (int i = 0; i < part.count; i++) part.member.add(part.first + i, seq++, epoch);
    state.took(seq - 1, frames.frameBytes());
    if (change != null) state.change(change, changeSeq, seq, epoch, 0);
  }
}
