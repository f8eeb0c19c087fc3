// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.field;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.redexdb.redex.api.Channel;

/// The known fields of all channels of a store that were asked for. Thread-safe.
public final class FieldCatalog {
  private final boolean readOnly;
  private final Map<UUID, KnownFields> byChannel = new ConcurrentHashMap<>();

  /// @param readOnly whether nothing may be written to the store
  public FieldCatalog(boolean readOnly) {
    this.readOnly = readOnly;
  }

  /// Those of one incarnation of a channel.
  public KnownFields of(Channel channel) {
    return byChannel.computeIfAbsent(channel.uuid(), _ -> new KnownFields(channel, readOnly));
  }

  /// Forgets a channel that was dropped.
  public void drop(UUID channel) { byChannel.remove(channel); }

  /// Stores what was found out and is not stored yet, where that is worth a write; before the store is closed.
  public void store() { byChannel.values().forEach(KnownFields::store); }
}
