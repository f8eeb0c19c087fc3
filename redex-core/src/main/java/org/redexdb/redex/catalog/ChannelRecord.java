// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.catalog;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.redexdb.redex.api.ChannelOptions;

/// What the catalog knows of a channel.
///
/// @param uuid       identity of this incarnation of the name
/// @param name       name
/// @param logId      log its events are in; of a member of a shared log with its ordinal ([org.redexdb.storage.api.MemberId])
/// @param options    how it is stored
/// @param attributes facts kept for higher layers: name to JSON text
public record ChannelRecord(UUID uuid, String name, long logId, ChannelOptions options,
    Map<String, String> attributes) {
  public ChannelRecord {
    attributes = Map.copyOf(attributes);
  }

  /// What each segment of the channel says of it, for [CatalogRebuild].
  public static String note(UUID uuid, ChannelOptions options) { return CatalogJson.note(uuid, options); }

  ChannelRecord withAttribute(String attribute, String json) {
    var changed = new TreeMap<>(attributes);
    changed.put(attribute, json);
    return new ChannelRecord(uuid, name, logId, options, changed);
  }
}
