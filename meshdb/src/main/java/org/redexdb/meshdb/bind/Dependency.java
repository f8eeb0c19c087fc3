// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Catalog;
import org.redexdb.meshdb.schema.TableSchema;
import org.redexdb.redex.api.Channel;

/// What a bound statement took for granted about one channel.
///
/// @param channel incarnation it was bound to
/// @param schema  declared schema, null for none
/// @param fields  state of the known fields, null when they did not matter
record Dependency(Channel channel, @Nullable String schema, @Nullable Object fields) {
  /// Whether the statement would be bound the same way now.
  boolean holds(Catalog catalog, FieldSource source) {
    var current = catalog.find(channel.name()).orElse(null);
    return current != null && current.uuid().equals(channel.uuid())
        && Objects.equals(schema, current.attribute(TableSchema.ATTRIBUTE).orElse(null))
        && (fields == null || fields.equals(source.state(current)));
  }
}
