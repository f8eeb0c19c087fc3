// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.schema;

import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.PayloadCheck;
import org.redexdb.redex.api.PayloadChecks;

/// Has the payloads of tables checked on every append, whichever API it comes from.
public final class SchemaChecks implements PayloadChecks {
  @Override
  public @Nullable PayloadCheck forChannel(Channel channel) {
    var schema = SchemaText.of(channel);
    return schema == null ? null : new SchemaCheck(channel.name(), schema);
  }
}
