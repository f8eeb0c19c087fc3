// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.ChannelName;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.LogUse;
import org.redexdb.redex.api.RebuiltCatalog;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.redex.entry.EventDecoder;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.MemberId;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;

/// A catalog out of the logs there are: each segment says which channel it is of. What a damaged catalog still tells is
/// used for what only it knows: attributes, and which channels were dropped.
public final class CatalogRebuild {
  private final Store store;
  private final Log catalog;
  private final EventDecoder decoder = new EventDecoder(Catalog.LOG_NAME);
  private final CatalogState told = new CatalogState();
  private final Set<Long> dropped = new HashSet<>();
  private final List<String> notes = new ArrayList<>();

  /// @param store   open for writing
  /// @param catalog its log, which may have lost events but not have damaged ones
  public CatalogRebuild(Store store, Log catalog) {
    this.store = store;
    this.catalog = catalog;
  }

  /// Appends what it has found as a snapshot; durable when this returns.
  public RebuiltCatalog run(Supplier<UUID> uuids) {
    readOld();
    var channels = new TreeMap<String, ChannelRecord>();
    for (Log log : store.logs()) {
      if (dropped.contains(log.id())) continue;
      ChannelRecord told = told(log);
      // Of a member whose name was lost in a repair the old catalog may tell it.
      if (ChannelName.isOfStore(log.name()) && (MemberId.ordinal(log.id()) == 0 || told == null)) {
        if (MemberId.ordinal(log.id()) != 0)
          notes.add("nothing tells which channel " + log.status().nextSeq() + " events are of: they can be read as \""
              + log.name() + "\"");
        continue;
      }
      ChannelRecord channel = told != null ? told : record(log, uuids);
      ChannelRecord before = channels.put(channel.name(), channel);
      if (before != null)
        notes.add("two logs are of a channel \"" + channel.name() + "\": the newer one, " + log.id()
            + ", has the name; log " + before.logId() + " is left alone");
    }
    Catalog.append(catalog, Catalog.snapshot(channels.values(), dropped), Log.ANY_SEQ, Ack.DISK);
    return new RebuiltCatalog(List.copyOf(channels.keySet()), List.copyOf(notes));
  }

  private @Nullable ChannelRecord told(Log log) {
    return told.created().stream().filter(each -> each.logId() == log.id()).findFirst().orElse(null);
  }

  private ChannelRecord record(Log log, Supplier<UUID> uuids) {
    ChannelRecord noted = noted(log);
    if (noted != null) {
      notes.add("channel \"" + log.name()
          + "\": pacing of forces, a declared schema or known fields, if it had any, are lost");
      return noted;
    }
    notes.add("channel \"" + log.name() + "\": its files say nothing of its options; it has a new identity, and the"
        + " default options");
    LogUse use = MemberId.ordinal(log.id()) == 0 ? LogUse.OWN : LogUse.SHARED;
    return new ChannelRecord(uuids.get(), log.name(), log.id(), ChannelOptions.DEFAULTS.withLog(use), Map.of());
  }

  private @Nullable ChannelRecord noted(Log log) {
    if (log.note().isEmpty()) return null;
    try {
      return CatalogJson.channelOfNote(log.note(), log.name(), log.id(), log.segmentBytes());
    } catch (IllegalArgumentException e) {
      notes.add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  /// Each event that can be read, whatever is missing between.
  private void readOld() {
    var block = new FrameBlock();
    try (FrameReader reader = catalog.reader(0, Long.MAX_VALUE)) {
      while (reader.next(block)) for (int i = 0; i < block.count(); i++) apply(decoder.decode(block, i));
    }
    dropped.addAll(told.droppedLogs());
  }

  private void apply(StoredEvent stored) {
    try {
      CatalogEvent event = CatalogJson.read(stored.seq(), stored.event().type(), stored.payload());
      // What was dropped stays so, also where a snapshot no longer names it: its files may be there.
      if (event instanceof CatalogEvent.Snapshot) dropped.addAll(told.droppedLogs());
      told.apply(event);
    } catch (StorageException.Corrupt e) {
      notes.add(String.valueOf(e.getMessage()));
    }
  }
}
