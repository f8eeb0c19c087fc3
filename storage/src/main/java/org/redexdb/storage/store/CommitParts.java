// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogAppend;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.commit.MultiLogAppend;
import org.redexdb.storage.shared.SharedAppend;
import org.redexdb.storage.shared.SharedLog;

/// A commit over several logs, by the logs that have the files: the members of one shared log are one part of it.
final class CommitParts {
  private final SharedLogs shared;
  private final Map<Long, DiskLog> logs;
  private final List<Group> groups = new ArrayList<>();
  /// In the order of the appends: which group, and what of it.
  private final List<Asked> asked = new ArrayList<>();

  CommitParts(SharedLogs shared, Map<Long, DiskLog> logs) {
    this.shared = shared;
    this.logs = logs;
  }

  /// @param numbered what gives members their seqs, null for a log with files of its own
  private record Group(DiskLog log, FrameBatch batch, long expectedNextSeq, @Nullable SharedAppend numbered) {}

  /// @param part null when the group is for one log
  private record Asked(int group, SharedAppend.@Nullable Part part) {}

  void add(LogAppend append) {
    Log log = append.log();
    SharedLog in = shared.of(log);
    if (in != null) {
      int group = group(in, log);
      SharedAppend numbered = groups.get(group).numbered;
      SharedAppend.Part part = numbered == null
          ? null
          : in.add(numbered, log, append.batch(), append.expectedNextSeq());
      if (part == null) throw closed(log);
      asked.add(new Asked(group, part));
    } else if (log instanceof DiskLog own && logs.get(own.id()) == own) {
      asked.add(new Asked(groups.size(), null));
      groups.add(new Group(own, append.batch(), append.expectedNextSeq(), null));
    } else {
      throw closed(log);
    }
  }

  private static StorageException closed(Log log) {
    return new StorageException.Closed(Where.channel(log.name()), "log " + log.name());
  }

  private int group(SharedLog in, Log first) {
    DiskLog carrier = (DiskLog) in.carrier();
    for (int i = 0; i < groups.size(); i++) if (groups.get(i).log == carrier) return i;
    SharedAppend numbered = in.beginCommit(first);
    groups.add(new Group(carrier, numbered.frames(), Log.ANY_SEQ, numbered));
    return groups.size() - 1;
  }

  List<MultiLogAppend.Part> parts() {
    var parts = new ArrayList<MultiLogAppend.Part>(groups.size());
    for (Group group : groups)
      parts.add(new MultiLogAppend.Part(group.log.id(), group.log.writer(), group.batch, group.expectedNextSeq,
          group.numbered));
    return parts;
  }

  /// A commit that is for one log with files: a batch of it.
  Receipt append(Ack ack) {
    Group only = groups.getFirst();
    return only.numbered == null
        ? only.log.append(only.batch, only.expectedNextSeq, ack)
        : only.log.writer().append(only.batch, only.numbered, ack.level());
  }

  /// @param committed gives a receipt for each part
  /// @return in the order of the appends
  List<Receipt> receipts(Supplier<List<Receipt>> committed) {
    List<Receipt> ofParts = committed.get();
    var receipts = new ArrayList<Receipt>(asked.size());
    for (Asked one : asked) {
      Receipt of = ofParts.get(one.group);
      receipts.add(one.part == null ? of : one.part.receipt(of));
    }
    return List.copyOf(receipts);
  }
}
