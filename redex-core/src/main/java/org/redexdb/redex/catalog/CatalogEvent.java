// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.catalog;

import java.util.List;
import java.util.UUID;

/// A change of the catalog, as it stands in the `$catalog` log: JSON payload, event type in the metadata.
/// docs/formats/catalog.md shows each.
sealed interface CatalogEvent {
  /// Event type in the frame's metadata.
  String type();

  /// A channel exists from here on.
  record Created(ChannelRecord channel) implements CatalogEvent {
    static final String TYPE = "channel.created";

    @Override
    public String type() { return TYPE; }
  }

  /// A channel is gone; its log may be deleted.
  record Dropped(UUID channel, long logId) implements CatalogEvent {
    static final String TYPE = "channel.dropped";

    @Override
    public String type() { return TYPE; }
  }

  /// A fact about a channel is set.
  record AttributeSet(UUID channel, String name, String json) implements CatalogEvent {
    static final String TYPE = "channel.attribute";

    @Override
    public String type() { return TYPE; }
  }

  /// The whole state after all events before this one; reading may start here.
  record Snapshot(List<ChannelRecord> channels, List<Long> droppedLogs) implements CatalogEvent {
    static final String TYPE = "catalog.snapshot";

    public Snapshot {
      channels = List.copyOf(channels);
      droppedLogs = List.copyOf(droppedLogs);
    }

    @Override
    public String type() { return TYPE; }
  }
}
