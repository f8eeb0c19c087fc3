// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.once;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBatch;

/// The identities of a batch whose events are stored once: of all of them, so that whether the batch was stored before can
/// be told of each.
///
/// @param events in the order of the batch
public record OnceBatch(List<EventIdentity> events) {
  /// @return null when no event of the batch is to be stored once
  /// @throws IllegalArgumentException some are and others are not, or two are the same
  public static @Nullable OnceBatch of(FrameBatch batch) {
    if (batch.onceCount() == 0) return null;
    if (batch.onceCount() != batch.count())
      throw new IllegalArgumentException("of the " + batch.count() + " events that are appended in one step "
          + batch.onceCount()
          + " are to be stored once; give the others a producer or an id as well, or append them apart");
    var events = new ArrayList<EventIdentity>(batch.count());
    var before = new HashMap<UUID, Long>();
    for (int i = 0; i < batch.count(); i++) {
      EventIdentity event = EventIdentity.of(batch.bytes(), batch.metadataOffset(i), batch.metadataLength(i));
      if (event == null)
        throw new IllegalArgumentException("event " + i + " is to be stored once and has neither a producer nor an id");
      Long last = before.put(event.id(), event.number());
      if (last != null && last >= event.number())
        throw new IllegalArgumentException("event " + i + " of the batch, " + event + ", does not come behind number "
            + last + " of the same; numbers of a producer ascend, an id comes once");
      events.add(event);
    }
    return new OnceBatch(List.copyOf(events));
  }

  public int count() { return events.size(); }

  /// Whether every one of them is numbered by its producer.
  boolean allByProducer() { return events.stream().allMatch(EventIdentity::byProducer); }
}
