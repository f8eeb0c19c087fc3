// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.entry;

import org.redexdb.redex.api.ChannelException;
import org.redexdb.storage.api.Limits;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;

/// Says whether bytes are exactly one JSON value (RFC 8259). Duplicate keys are allowed; the last one counts.
///
/// Thread-safe.
public final class JsonSyntax {
  private static final JsonFactory FACTORY = factory(0);

  private JsonSyntax() {}

  /// Reads and writes what [#check] lets pass, also inside further levels of its own. Lengths are bounded by the payload
  /// limit, not by the library's defaults.
  ///
  /// @param levels objects and arrays around the checked text
  public static JsonFactory factory(int levels) {
    int depth = Limits.JSON_DEPTH_MAX + levels;
    return JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(depth)
            .maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).maxNameLength(Integer.MAX_VALUE)
            .build())
        .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(depth).build()).build();
  }

  /// @throws ChannelException.InvalidPayload saying where it stops being JSON
  public static void check(String channel, byte[] bytes, int offset, int length) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      if (parser.nextToken() == null) throw invalid(channel, "it is empty");
      parser.skipChildren();
      if (parser.nextToken() != null) throw invalid(channel, "text follows the value");
    } catch (JacksonException e) {
      var at = e.getLocation();
      throw invalid(channel,
          at == null ? "not JSON" : "not JSON at line " + at.getLineNr() + ", column " + at.getColumnNr());
    }
  }

  private static ChannelException invalid(String channel, String why) {
    return new ChannelException.InvalidPayload(channel, "22032",
        "payload of a JSON channel must be one valid JSON value: "
            + why + "; append bytes to store it unchecked");
  }
}
