// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.print;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.redexdb.redex.api.ChannelStatus;
import org.redexdb.redex.api.StoreStatus;
import org.redexdb.storage.api.Position;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A store's status as one JSON object; names as in `SHOW STATUS` and `SHOW CHANNEL STATUS`.
public final class StatusJson {
  private static final JsonFactory JSON = JsonFactory.builder().build();

  private StatusJson() {}

  /// `{"folder":…,"epoch":…,"writer_pid":…,"recovery_notes":[…],"channels":[{"name":…,…},…]}`; the pid is null when nobody
  /// writes, tips are null where nothing was appended, `fault` is null where there is none.
  public static byte[] of(String folder, StoreStatus store, List<String> recoveryNotes) {
    var bytes = new ByteArrayOutputStream(512);
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("folder", folder);
      json.writeNumberProperty("epoch", Integer.toUnsignedLong(store.epoch()));
      if (store.writerPid() == 0) json.writeNullProperty("writer_pid");
      else
        json.writeNumberProperty("writer_pid", store.writerPid());
      json.writeArrayPropertyStart("recovery_notes");
      recoveryNotes.forEach(json::writeString);
      json.writeEndArray();
      json.writeArrayPropertyStart("channels");
      for (ChannelStatus channel : store.channels()) write(json, channel);
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, ChannelStatus channel) {
    var log = channel.log();
    json.writeStartObject();
    json.writeStringProperty("name", channel.name());
    if (channel.tip().equals(Position.NONE)) {
      json.writeNullProperty("tip_epoch");
      json.writeNullProperty("tip_seq");
    } else {
      json.writeNumberProperty("tip_epoch", Integer.toUnsignedLong(channel.tip().epoch()));
      json.writeNumberProperty("tip_seq", channel.tip().seq());
    }
    json.writeNumberProperty("first_seq", log.firstSeq());
    json.writeNumberProperty("durable_seq", log.durableSeq());
    json.writeNumberProperty("committed_seq", channel.committedSeq());
    json.writeNumberProperty("lag_events", channel.durableLagEvents());
    json.writeNumberProperty("segments", log.segments());
    json.writeNumberProperty("bytes", log.bytes());
    json.writeNumberProperty("allocated_bytes", log.allocatedBytes());
    json.writeStringProperty("retention", channel.retention().toString());
    if (log.fault() == null) json.writeNullProperty("fault");
    else
      json.writeStringProperty("fault", log.fault());
    json.writeEndObject();
  }
}
