// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.MemberId;
import org.redexdb.storage.api.TimeSource;
import org.redexdb.storage.shared.Carrier;
import org.redexdb.storage.shared.SharedLog;

/// The shared logs of a store, whose members are logs like others to who uses it. Thread-safe.
final class SharedLogs {
  private final TimeSource time;
  private final int epoch;
  private final ConcurrentSkipListMap<Long, SharedLog> byId = new ConcurrentSkipListMap<>();

  /// @param epoch of this writer, 0 where nothing is written
  SharedLogs(TimeSource time, int epoch) {
    this.time = time;
    this.epoch = epoch;
  }

  void add(StoredLog log) {
    if (log.isShared()) byId.put(log.id(), new SharedLog(log, time, epoch));
  }

  /// The log of a number.
  ///
  /// @param files the one that has its files, null when there is none
  @Nullable
  Log find(long id, @Nullable StoredLog files) {
    int ordinal = MemberId.ordinal(id);
    if (ordinal == 0 || files == null) return files == null || files.isShared() ? null : files;
    SharedLog shared = byId.get(files.id());
    return shared == null ? null : shared.member(ordinal);
  }

  /// All logs by ascending number: those with files of their own, then members.
  Collection<Log> allOf(Collection<? extends StoredLog> stored) {
    var all = new ArrayList<Log>();
    for (StoredLog log : stored) if (!log.isShared()) all.add(log);
    for (SharedLog shared : byId.values()) all.addAll(shared.members());
    return all;
  }

  /// A shared log that takes one member more.
  ///
  /// @param made makes one
  synchronized SharedLog withRoom(Supplier<? extends StoredLog> made) {
    for (SharedLog known : byId.values()) if (known.takesMembers()) return known;
    long id = made.get().id();
    SharedLog added = byId.get(id);
    if (added == null) throw new IllegalStateException("log " + id + " is no shared one");
    return added;
  }

  /// Drops a member.
  ///
  /// @return false when the number is of no member
  boolean drop(long id) {
    int ordinal = MemberId.ordinal(id);
    if (ordinal == 0) return false;
    SharedLog shared = byId.get(MemberId.logId(id));
    if (shared != null) shared.drop(ordinal);
    return true;
  }

  /// The shared log that a log is a member of, null for none.
  @Nullable
  SharedLog of(Log log) {
    SharedLog shared = MemberId.ordinal(log.id()) == 0 ? null : byId.get(MemberId.logId(log.id()));
    return shared != null && shared.owns(log) ? shared : null;
  }

  /// What has the files of a log: itself, or what carries it.
  Carrier carrier(Log log) {
    SharedLog shared = of(log);
    if (shared != null) return shared.carrier();
    if (log instanceof StoredLog own) return own;
    throw new IllegalArgumentException("log " + log.name() + " is not of this store");
  }

  /// Where logs stood when those with their files stood at `carrierTips`.
  long[] tips(List<? extends Log> logs, long[] carrierTips) {
    for (int i = 0; i < carrierTips.length; i++) {
      SharedLog shared = of(logs.get(i));
      if (shared != null) carrierTips[i] = shared.tipAt(logs.get(i), carrierTips[i]);
    }
    return carrierTips;
  }
}
