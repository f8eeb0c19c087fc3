// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.quickstart;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.Event;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Collects events and appends them in batches.
final class Batches {
  private static final int EVENTS_MAX = 1_000;
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private final Channel channel;
  private final List<Event> batch = new ArrayList<>();
  private long count;

  Batches(Channel channel) {
    this.channel = channel;
  }

  void add(String type, String key, long timeNanos, Consumer<JsonGenerator> fields) {
    var bytes = new ByteArrayOutputStream(256);
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      fields.accept(json);
      json.writeEndObject();
    }
    batch.add(Event.of(bytes.toByteArray()).withType(type).withKey(key).withEventTimeNanos(timeNanos));
    count++;
    if (batch.size() == EVENTS_MAX) flush();
  }

  /// Stores what is left.
  ///
  /// @return events in all
  long flush() {
    if (!batch.isEmpty()) channel.appendBatch(batch);
    batch.clear();
    return count;
  }
}
