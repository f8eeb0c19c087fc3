// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.redexdb.redex.api.ChannelName;
import org.redexdb.redex.catalog.Catalog;
import org.redexdb.redex.catalog.ChannelRecord;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.MemberId;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.Where;

/// The logs of a store beside what its catalog says that there are.
final class CatalogedLogs {
  private final Store store;
  private final Catalog catalog;
  /// Held by who creates or drops a channel.
  private final Object changes;

  CatalogedLogs(Store store, Catalog catalog, Object changes) {
    this.store = store;
    this.catalog = catalog;
    this.changes = changes;
  }

  /// Logs with events that no channel has, and those that say of themselves that they are of another.
  List<String> unknown() {
    var unknown = new ArrayList<String>();
    catalog.refresh();
    var channels = new HashMap<Long, ChannelRecord>();
    for (ChannelRecord channel : catalog.channels()) channels.put(channel.logId(), channel);
    for (Log log : store.logs()) {
      if (ChannelName.isOfStore(log.name())) continue;
      ChannelRecord channel = channels.get(log.id());
      if (channel == null && log.status().nextSeq() > 0 && !catalog.droppedLogs().contains(log.id()))
        unknown.add("log " + log.id() + " (\"" + log.name() + "\", " + log.status().nextSeq()
            + " events) has no entry in the catalog");
      else if (channel != null && !channel.name().equals(log.name()))
        unknown.add(new StorageException.Corrupt(Where.channel(channel.name()), "log " + log.id() + " to be of it",
            "files of \"" + log.name() + "\"").getMessage());
    }
    return unknown;
  }

  /// One line for each channel that has none. The others stay usable; this one says the same when it is asked for.
  List<String> missing() {
    var missing = new ArrayList<String>();
    synchronized (changes) {
      catalog.refresh();
      for (ChannelRecord channel : catalog.channels())
        if (store.log(channel.logId()) == null && isStillThere(channel))
          missing.add(String.valueOf(missing(channel).getMessage()));
    }
    return missing;
  }

  /// Another process may have dropped it since the catalog was read.
  private boolean isStillThere(ChannelRecord channel) {
    catalog.refresh();
    ChannelRecord now = catalog.find(channel.name());
    return now != null && now.uuid().equals(channel.uuid());
  }

  static StorageException missing(ChannelRecord channel) {
    int ordinal = MemberId.ordinal(channel.logId());
    String log = "log " + MemberId.logId(channel.logId()) + (ordinal == 0 ? "" : ", member " + ordinal);
    return new StorageException.Corrupt(Where.channel(channel.name()), log + " of the catalog", "no such log");
  }

  /// Finishes what a crash between a log and its catalog entry left.
  ///
  /// @return what could not be finished
  List<String> settle() {
    var notes = new ArrayList<String>();
    for (long dropped : catalog.droppedLogs()) {
      Log log = store.log(dropped);
      // The shared log of a member may take nothing more; it is asked again at the next open.
      if (log != null && MemberId.ordinal(dropped) != 0 && log.status().fault() != null) continue;
      if (log != null) store.drop(dropped);
      catalog.forgetDropped(dropped);
    }
    var used = new HashSet<Long>();
    for (ChannelRecord channel : catalog.channels()) used.add(channel.logId());
    for (Log log : List.copyOf(store.logs())) {
      if (ChannelName.isOfStore(log.name()) || used.contains(log.id())) continue;
      boolean refused = MemberId.ordinal(log.id()) != 0 && log.status().fault() != null;
      if (log.status().nextSeq() == 0 && !refused) store.drop(log.id());
      else
        notes.add("log " + log.id() + " (\"" + log.name() + "\", " + log.status().nextSeq()
            + " events) has no entry in the catalog and is left alone");
    }
    return notes;
  }
}
