// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.DamagedRange;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Fsync;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogActivity;
import org.redexdb.storage.api.LogStatus;
import org.redexdb.storage.api.MemberId;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Pin;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.Retention;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Trimmed;
import org.redexdb.storage.api.Trimmed.HeldBack;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.commit.LogWriter;
import org.redexdb.storage.key.KeyCheck;
import org.redexdb.storage.read.History;
import org.redexdb.storage.segment.Floor;
import org.redexdb.storage.segment.SeqRanges;
import org.redexdb.storage.segment.SharedExtension;

/// A member of a shared log as a log of its own: all seqs are the member's.
final class MemberLog implements Log {
  private final SharedLog shared;
  private final Carrier carrier;
  private final Member member;

  MemberLog(SharedLog shared, Member member) {
    this.shared = shared;
    this.carrier = shared.carrier();
    this.member = member;
  }

  SharedLog shared() { return shared; }

  Member member() { return member; }

  int ordinal() { return member.ordinal; }

  @Override
  public long id() { return MemberId.of(carrier.id(), member.ordinal); }

  @Override
  public String name() { return member.name; }

  @Override
  public UUID uuid() {
    var log = carrier.segments().first().identity().logUuid();
    return UUID.nameUUIDFromBytes((log + "/" + member.ordinal).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public long segmentBytes() { return carrier.segments().first().identity().logSegmentBytes(); }

  @Override
  public String note() { return member.note; }

  // ---- appending

  @Override
  public Receipt append(PayloadCodec codec, byte[] metadata, byte[] payload, int offset, int length,
      long expectedNextSeq, Ack ack) {
    requireOneCopy(ack);
    return shared.append(member, one(codec, metadata, payload, offset, length), expectedNextSeq, null, ack.level());
  }

  @Override
  public Receipt append(FrameBatch batch, long expectedNextSeq, Ack ack) {
    requireOneCopy(ack);
    return shared.append(member, batch, expectedNextSeq, null, ack.level());
  }

  @Override
  public Receipt append(FrameBatch batch, byte[] key, long keySeq, Ack ack) {
    requireOneCopy(ack);
    shared.writer(name());
    requireOpen();
    KeyCheck expected = KeyCheck.expect(name(), key, keySeq, carrier.reads(), carrier.tipSeq(),
        () -> keyReader(key, 0, Long.MAX_VALUE, true),
        (block, i) -> SharedExtension.ordinal(block, i) == ordinal() ? SharedExtension.memberSeq(block, i) : -1);
    return shared.append(member, batch, ANY_SEQ, expected, ack.level());
  }

  @Override
  public long put(PayloadCodec codec, byte[] metadata, byte[] payload, int offset, int length, Ack ack) {
    return append(codec, metadata, payload, offset, length, ANY_SEQ, ack).seq();
  }

  @Override
  public CompletableFuture<Receipt> appendAsync(FrameBatch batch, long expectedNextSeq, Ack ack) {
    requireOneCopy(ack);
    return shared.appendAsync(member, batch, expectedNextSeq, ack.level());
  }

  private FrameBatch one(PayloadCodec codec, byte[] metadata, byte[] payload, int offset, int length) {
    return new FrameBatch(Where.channel(name()), metadata.length + length)
        .add(codec, metadata, payload, offset, length);
  }

  private void requireOneCopy(Ack ack) {
    if (ack.copies() > 1)
      throw new StorageException.Unsupported(Where.channel(name()),
          "an acknowledgement by " + ack.copies() + " copies needs a replicated log");
  }

  @Override
  public void force() {
    LogWriter writer = shared.writer(name());
    shared.told(name(), () -> {
      writer.force();
      return true;
    });
  }

  // ---- where it stands

  @Override
  public Position tip() {
    shared.refresh();
    requireSound(Long.MAX_VALUE);
    return knownTip();
  }

  private Position knownTip() {
    synchronized (shared.state()) {
      return member.nextSeq() <= 0 ? Position.NONE : new Position(member.epoch, member.nextSeq() - 1);
    }
  }

  @Override
  public boolean contains(Position position) {
    requireOpen();
    return History.contains(this, position, carrier.writer() == null);
  }

  @Override
  public long firstSeq() {
    shared.refresh();
    return member.firstSeq();
  }

  @Override
  public long durableSeq() {
    long durable = carrier.durableSeq();
    shared.refresh();
    return shared.told(name(), () -> shared.places().upTo(member, durable));
  }

  private long nextSeq() {
    shared.refresh();
    synchronized (shared.state()) {
      return Math.max(0, member.nextSeq());
    }
  }

  // ---- reading

  @Override
  public FrameReader reader(long from, long to) {
    requireOpen();
    return new MemberReader(this, Math.max(from, firstSeq()), Math.min(to, nextSeq()), to);
  }

  @Override
  public FrameReader backwardReader(long from, long to) {
    requireOpen();
    requireSound(to);
    return new MemberBackwardReader(this, Math.max(from, firstSeq()), Math.min(to, nextSeq()));
  }

  @Override
  public FrameReader keyReader(byte[] key, long from, long to) { return keyReader(key, from, to, false); }

  @Override
  public FrameReader keyReaderBackward(byte[] key, long from, long to) { return keyReader(key, from, to, true); }

  FrameReader keyReader(byte[] key, long from, long to, boolean backward) {
    requireOpen();
    requireSound(to);
    return new MemberKeyReader(this, key, Math.max(from, firstSeq()), Math.min(to, nextSeq()), backward);
  }

  @Override
  public boolean read(long seq, FrameBlock block) {
    requireOpen();
    try (FrameReader reader = new MemberReader(this, seq, seq < firstSeq() ? seq : Math.min(seq + 1, nextSeq()),
        seq + 1)) {
      return reader.next(block);
    } catch (StorageException.Lagged _) {
      block.reset(0); // removed a moment ago
      return false;
    }
  }

  /// Up to what ends the same prefix of the carrier nothing is later; behind it, the member's first event that is later ends
  /// the prefix.
  @Override
  public long endOfPrefixAt(long epochNanos) {
    requireOpen();
    requireSound(Long.MAX_VALUE);
    shared.refresh();
    long carrierEnd = shared.told(name(), () -> carrier.reads().endOfPrefixAt(epochNanos));
    long end = Math.max(firstSeq(), shared.told(name(), () -> shared.places().upTo(member, carrierEnd - 1)) + 1);
    var block = new FrameBlock(FrameBlock.RUN_BYTES_SMALL);
    try (FrameReader later = reader(end, Long.MAX_VALUE)) {
      while (later.next(block)) {
        for (int i = 0; i < block.count(); i++) {
          if (block.ts(i) > epochNanos) return end;
          end = block.seq(i) + 1;
        }
      }
    }
    return end;
  }

  // ---- removing

  @Override
  public Trimmed trim(long beforeSeq) {
    LogWriter writer = shared.writer(name());
    requireOpen();
    Floor.Raised raised = member.floor.raise(Math.min(beforeSeq, nextSeq()));
    if (raised.after() > raised.before())
      shared.change(writer, name(), new MemberChange.Trimmed(member.ordinal, raised.after()));
    else
      force(); // what an earlier one has raised
    shared.giveBack(name());
    return new Trimmed(raised.before(), raised.after(), 0, 0, raised.pinned() ? HeldBack.PIN : HeldBack.NOTHING);
  }

  @Override
  public void retain(Retention limits) {
    if (!limits.keepsAll())
      throw new StorageException.Unsupported(Where.channel(name()),
          "a channel in a shared log has no limits of retention:"
              + " trim it, or give the channel a log of its own");
  }

  @Override
  public void pace(Fsync limits) {
    if (!limits.isNever())
      throw new StorageException.Unsupported(Where.channel(name()),
          "a channel in a shared log is not forced by itself: give it a log of its own");
  }

  @Override
  public Trimmed applyRetention() {
    shared.writer(name());
    requireOpen();
    long first = firstSeq();
    return new Trimmed(first, first, 0, 0, HeldBack.NOTHING);
  }

  @Override
  public Pin pin(long fromSeq) {
    requireOpen();
    shared.refresh();
    return member.floor.pin(fromSeq);
  }

  // ---- waiting

  /// The carrier moves for other members too.
  @Override
  public boolean awaitBeyond(long seq, Duration timeout) throws InterruptedException {
    long start = shared.time().monotonicNanos();
    for (Duration rest = timeout;; rest = left(timeout, start)) {
      Duration left = rest;
      long seen = carrier.tipSeq();
      if (tip().seq() > seq) return true;
      requireOpen();
      if (!isMoved(left, () -> carrier.awaitBeyond(seen, left))) return tip().seq() > seq;
    }
  }

  @Override
  public boolean awaitDurableBeyond(long seq, Duration timeout) throws InterruptedException {
    long start = shared.time().monotonicNanos();
    for (Duration rest = timeout;; rest = left(timeout, start)) {
      Duration left = rest;
      long seen = carrier.durableSeq();
      if (durableSeq() > seq) return true;
      requireOpen();
      if (!isMoved(left, () -> carrier.awaitDurableBeyond(seen, left))) return durableSeq() > seq;
    }
  }

  private Duration left(Duration timeout, long start) {
    return timeout.minusNanos(shared.time().monotonicNanos() - start);
  }

  private interface Wait {
    boolean run() throws InterruptedException;
  }

  private boolean isMoved(Duration left, Wait wait) throws InterruptedException {
    if (left.isNegative() || left.isZero()) return false;
    try {
      return wait.run();
    } catch (StorageException e) {
      throw MemberErrors.of(e, name());
    }
  }

  // ---- what it is

  @Override
  public LogStatus status() {
    LogStatus whole = carrier.status();
    shared.refresh();
    Position tip = knownTip();
    StorageException damage = shared.damage();
    String fault = damage != null ? String.valueOf(MemberErrors.of(damage, name()).getMessage()) : whole.fault();
    return new LogStatus(tip, firstSeq(), tip.seq() + 1, damage != null ? tip.seq() : durableSeq(), 0, 0, 0,
        member.floor.pins(), 0, fault, LogActivity.NONE);
  }

  /// What is damaged in the carrier, as far as it may concern this member. Behind damage in what is to be read to know of
  /// members, nothing tells how many events there are: then it is one.
  @Override
  public List<DamagedRange> damage() {
    requireOpen();
    shared.refresh();
    var found = new ArrayList<DamagedRange>();
    var lost = new SeqRanges();
    for (DamagedRange range : shared.told(name(), () -> carrier.reads().damage())) {
      boolean isLost = range.kind() == DamagedRange.Kind.LOST;
      long from = shared.told(name(), () -> isLost
          ? shared.places().endBefore(member, range.from())
          : shared.places().upTo(member, range.from() - 1) + 1);
      long to = shared.told(name(), () -> shared.places().upTo(member, range.to() - 1)) + 1;
      if (isLost) {
        lost.add(Math.max(from, member.firstSeq()), to);
        continue;
      }
      if (shared.damage() != null && from == nextSeq()) to = from + 1;
      if (from < to) found.add(new DamagedRange(from, to, range.kind()));
    }
    lost.forEach((from, to) -> found.add(new DamagedRange(from, to, DamagedRange.Kind.LOST)));
    found.sort(Comparator.comparingLong(DamagedRange::from));
    return List.copyOf(found);
  }

  /// What is not there was lost in a repair, and not removed, or dropped, meanwhile.
  void requireNotRemoved(long seq) {
    requireOpen();
    if (seq < firstSeq()) throw MemberPlaces.lagged(member, seq);
  }

  void requireOpen() {
    if (member.retired || carrier.isClosed()) throw MemberErrors.closed(name());
  }

  /// Where the shared log is damaged, nothing is known of what comes behind the events read before.
  ///
  /// @param to end of what is asked for
  void requireSound(long to) {
    StorageException.Corrupt damage = shared.damage();
    if (damage == null) return;
    long known;
    synchronized (shared.state()) {
      known = member.nextSeq();
    }
    if (to > known) throw MemberErrors.of(damage, name(), Math.max(0, known));
  }

  @Override
  public String toString() { return "Log[" + carrier.id() + "/" + member.ordinal + ", " + name() + "]"; }
}
