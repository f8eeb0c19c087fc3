// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.load;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.redexdb.cli.ingest.EventReader;
import org.redexdb.cli.ingest.Item;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Looks for payload fields called `seq`, `ts` or `channel` among the first events that pass: in SQL these names mean the
/// event's own, and whoever imports them should hear it before the first query.
public final class ShadowedNames implements EventReader {
  private static final Set<String> ALIASES = Set.of("seq", "ts", "channel");
  private static final int SAMPLE_EVENTS = 1_000;
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private final EventReader reader;
  private final Set<String> found = new TreeSet<>();
  private int seen;

  public ShadowedNames(EventReader reader) {
    this.reader = reader;
  }

  /// Names found so far, sorted.
  public Set<String> found() { return found; }

  @Override
  public @Nullable Item next() throws IOException {
    var item = reader.next();
    if (seen < SAMPLE_EVENTS && item instanceof Item.Event event) {
      seen++;
      look(event.payload());
    }
    return item;
  }

  private void look(byte[] payload) {
    try (var parser = JSON.createParser(ObjectReadContext.empty(), payload, 0, payload.length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) return;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var name = parser.currentName();
        if (ALIASES.contains(name)) found.add(name);
        parser.nextToken();
        parser.skipChildren();
      }
    }
  }

  @Override
  public void close() throws IOException { reader.close(); }
}
