// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.commit.LogWriter;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SharedExtension;

/// A log that carries many small ones: who they are, appends to them, and what happens to them. It is read when a member
/// is first asked for.
///
/// Thread-safe.
public final class SharedLog {
  /// Of the logs that have members.
  public static final String NAME = SharedExtension.LOG_NAME;
  private static final int FIRST_BATCH_BYTES = 256;

  private final Carrier carrier;
  private final TimeSource time;
  private final int epoch;
  private final Members members = new Members();
  private final MemberScan scan;
  private final MemberPlaces places;
  private final Map<Integer, MemberLog> logs = new ConcurrentHashMap<>();
  private final Object opening = new Object();
  private final ReentrantLock snapshots = new ReentrantLock();
  private volatile boolean opened;
  private volatile StorageException.@Nullable Corrupt damage;
  /// Segment that has a snapshot of the members, or is the first one.
  private volatile long snapshotBase;

  /// @param epoch of this writer
  public SharedLog(Carrier carrier, TimeSource time, int epoch) {
    this.carrier = carrier;
    this.time = time;
    this.epoch = epoch;
    this.scan = new MemberScan(carrier, members);
    this.places = new MemberPlaces(carrier, members);
  }

  public Carrier carrier() { return carrier; }

  Members state() { return members; }

  MemberPlaces places() { return places; }

  TimeSource time() { return time; }

  /// Damage in what is to be known of all members; what is known is of the events before it.
  StorageException.@Nullable Corrupt damage() { return damage; }

  // ---- who there is

  private void open() {
    if (opened) return;
    synchronized (opening) {
      if (opened) return;
      read(() -> snapshotBase = scan.open(carrier.tipSeq()));
      opened = true;
    }
  }

  private void read(Runnable reading) {
    try {
      synchronized (members) {
        reading.run();
      }
    } catch (StorageException.Corrupt e) {
      damage = e;
    }
  }

  /// Brings what is known of members up to what may be read now.
  void refresh() {
    open();
    long tip = carrier.tipSeq();
    if (carrier.writer() != null) {
      synchronized (members) {
        members.settle(tip);
      }
    } else if (damage == null) {
      read(() -> follow(tip));
    }
  }

  /// Events that were removed before they were seen here are known by a later snapshot.
  private void follow(long tip) {
    if (members.next() < carrier.reads().firstSeq()) {
      scan.open(tip);
      return;
    }
    try {
      scan.catchUp(tip);
    } catch (StorageException.Lagged e) {
      scan.open(tip);
    }
  }

  /// @return null when there is no member of that ordinal
  public @Nullable Log member(int ordinal) {
    MemberLog known = logs.get(ordinal);
    refresh();
    Member member;
    synchronized (members) {
      member = members.member(ordinal);
    }
    if (member == null) return null;
    return known != null ? known : logs.computeIfAbsent(ordinal, _ -> new MemberLog(this, member));
  }

  /// By ordinal.
  public List<Log> members() {
    refresh();
    List<Member> all;
    synchronized (members) {
      all = members.all();
    }
    var found = new ArrayList<Log>(all.size());
    for (Member member : all) found.add(logs.computeIfAbsent(member.ordinal, _ -> new MemberLog(this, member)));
    return found;
  }

  /// Whether it takes one member more.
  public boolean takesMembers() {
    refresh();
    if (damage != null || carrier.status().fault() != null) return false;
    synchronized (members) {
      return members.hasRoom();
    }
  }

  /// Makes a member; durable when this returns.
  ///
  /// @param note see [org.redexdb.storage.api.LogOptions#note]
  public Log create(String name, String note) {
    open();
    LogWriter writer = writer(name);
    int ordinal;
    synchronized (members) {
      ordinal = members.takeOrdinal();
    }
    change(writer, name, new MemberChange.Created(ordinal, name, note));
    Log made = member(ordinal);
    if (made == null) throw MemberErrors.closed(name);
    return made;
  }

  /// Removes a member; durable when this returns. Its ordinal is never used again.
  public void drop(int ordinal) {
    refresh();
    Member member;
    synchronized (members) {
      member = members.member(ordinal);
    }
    if (member == null) return;
    change(writer(member.name), member.name, new MemberChange.Retired(ordinal));
    refresh();
    logs.remove(ordinal);
    giveBack(member.name);
  }

  /// Appends what happens to a member, durable.
  void change(LogWriter writer, String name, MemberChange change) {
    SharedAppend append = begin(name, FIRST_BATCH_BYTES);
    append.add(change);
    told(name, () -> writer.append(append.frames(), append, Level.DISK));
  }

  /// Removes files that hold no event of any member; the next opening does not read them.
  ///
  /// @param name who asks, for errors
  void giveBack(String name) {
    LogWriter writer = carrier.writer();
    if (writer == null) return;
    long base;
    synchronized (members) {
      members.settle(writer.tipSeq());
      base = Math.min(members.tailBase(), snapshotBase);
      if (!members.isAllAtHand()) return;
    }
    if (base > carrier.reads().firstSeq()) told(name, () -> writer.trim(base));
  }

  // ---- appending

  /// @throws StorageException.ReadOnly it is followed
  LogWriter writer(String name) {
    LogWriter writer = carrier.writer();
    if (writer == null) throw carrier.refusal(name);
    if (carrier.isClosed()) throw MemberErrors.closed(name);
    return writer;
  }

  private SharedAppend begin(String name, int expectedBytes) {
    open();
    snapshotWhenDue(name);
    return new SharedAppend(members, epoch, Where.channel(name), expectedBytes);
  }

  Receipt append(Member member, FrameBatch batch, long expectedNextSeq, @Nullable LongConsumer condition,
      Level level) {
    LogWriter writer = writer(member.name);
    SharedAppend append = begin(member.name, (int) batch.frameBytes());
    SharedAppend.Part part = append.add(member, batch, expectedNextSeq, condition);
    return part.receipt(told(member.name, () -> writer.append(append.frames(), append, level)));
  }

  CompletableFuture<Receipt> appendAsync(Member member, FrameBatch batch, long expectedNextSeq, Level level) {
    LogWriter writer = writer(member.name);
    SharedAppend append = begin(member.name, (int) batch.frameBytes());
    SharedAppend.Part part = append.add(member, batch, expectedNextSeq, null);
    return told(member.name, () -> writer.appendAsync(append.frames(), append, level)).handle((receipt, error) -> {
      if (error == null) return part.receipt(receipt);
      Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
      throw cause instanceof StorageException e ? MemberErrors.of(e, member.name) : new CompletionException(cause);
    });
  }

  /// For an append to several members at once, and to other logs.
  public SharedAppend beginCommit(Log first) {
    writer(first.name());
    return begin(first.name(), FIRST_BATCH_BYTES);
  }

  /// Adds what is for one of its members.
  ///
  /// @return null when the log is no member of this one, or not any more
  public SharedAppend.@Nullable Part add(SharedAppend append, Log log, FrameBatch batch, long expectedNextSeq) {
    if (!(log instanceof MemberLog mine) || logs.get(mine.ordinal()) != mine) return null;
    return append.add(mine.member(), batch, expectedNextSeq, null);
  }

  <T> T told(String name, Supplier<T> work) {
    try {
      return work.get();
    } catch (StorageException e) {
      throw MemberErrors.of(e, name);
    }
  }

  // ---- snapshots of the members

  /// The first to append after a roll adds one, so that opening need not read what lies before. Others go on.
  private void snapshotWhenDue(String name) {
    if (carrier.segments().last().baseSeq() == snapshotBase || !snapshots.tryLock()) return;
    try {
      snapshot(name);
    } finally {
      snapshots.unlock();
    }
  }

  private void snapshot(String name) {
    LogWriter writer = writer(name);
    long base = carrier.segments().last().baseSeq();
    MemberChange.Snapshot made;
    synchronized (members) {
      members.settle(writer.tipSeq());
      if (base == snapshotBase || members.next() < base || !members.isSnapshotDue()) return;
      made = members.snapshot();
    }
    var append = new SharedAppend(members, epoch, Where.channel(name), FIRST_BATCH_BYTES);
    append.add(made);
    Receipt receipt = told(name, () -> writer.append(append.frames(), append, Level.OS));
    Segment in = carrier.segments().find(receipt.seq());
    if (in == null || made.upTo() < in.baseSeq()) return; // rolled meanwhile: the next append tries again
    synchronized (members) {
      members.settle(writer.tipSeq());
      Segment before = carrier.segments().find(in.baseSeq() - 1);
      if (before != null) members.forgetBefore(before.baseSeq());
    }
    snapshotBase = in.baseSeq();
    giveBack(name);
  }

  /// Where a member stood when an event of the carrier was the last one.
  public long tipAt(Log log, long carrierTip) {
    MemberLog mine = (MemberLog) log;
    mine.requireSound(Long.MAX_VALUE);
    refresh();
    return told(mine.name(), () -> places.upTo(mine.member(), carrierTip));
  }

  public boolean owns(Log log) { return log instanceof MemberLog mine && mine.shared() == this; }

  @Override
  public String toString() { return "SharedLog[" + carrier.id() + "]"; }
}
