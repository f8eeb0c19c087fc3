// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What catalog events add up to: one meaning of each event, for a catalog that is in use and for one that is rebuilt.
///
/// Under the lock of its owner.
final class CatalogState {
  private final Map<String, ChannelRecord> byName = new TreeMap<>();
  private final Map<UUID, ChannelRecord> byUuid = new HashMap<>();
  private final TreeSet<Long> droppedLogs = new TreeSet<>();

  /// @param event null for one of a later version that says it may be passed over
  void apply(@Nullable CatalogEvent event) {
    switch (event) {
      case CatalogEvent.Created(ChannelRecord channel) -> put(channel);
      case CatalogEvent.Dropped(UUID channel, long logId) -> {
        var gone = byUuid.remove(channel);
        if (gone != null) byName.remove(gone.name(), gone);
        droppedLogs.add(logId);
      }
      case CatalogEvent.AttributeSet(UUID channel, String name, String json) -> {
        var changed = byUuid.get(channel);
        if (changed != null) put(changed.withAttribute(name, json));
      }
      case CatalogEvent.Snapshot(List<ChannelRecord> channels, List<Long> dropped) -> {
        byName.clear();
        byUuid.clear();
        channels.forEach(this::put);
        droppedLogs.clear();
        droppedLogs.addAll(dropped);
      }
      case null -> {
        // Changes nothing that this version knows of.
      }
    }
  }

  private void put(ChannelRecord channel) {
    byName.put(channel.name(), channel);
    byUuid.put(channel.uuid(), channel);
  }

  @Nullable
  ChannelRecord find(String name) { return byName.get(name); }

  /// By name.
  Collection<ChannelRecord> channels() { return byName.values(); }

  /// Also those whose name another has, as it can be where the event of a drop was lost.
  Collection<ChannelRecord> created() { return byUuid.values(); }

  /// Logs whose channel was dropped and that may still have files.
  Collection<Long> droppedLogs() { return droppedLogs; }

  void forgetDropped(long logId) { droppedLogs.remove(logId); }
}
