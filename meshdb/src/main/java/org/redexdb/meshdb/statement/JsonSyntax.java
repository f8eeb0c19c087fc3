// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.util.List;
import org.redexdb.meshdb.json.JsonScanner;
import org.redexdb.redex.api.ChannelException;

/// Whether a payload is JSON, judged by what will read it.
final class JsonSyntax {
  private JsonSyntax() {}

  /// @throws ChannelException.InvalidPayload 22018 it is not
  static void check(String channel, byte[] bytes) {
    if (!new JsonScanner(List.of(), false).scan(bytes, 0, bytes.length))
      throw new ChannelException.InvalidPayload(channel, "22018", "the payload is no valid JSON");
  }
}
