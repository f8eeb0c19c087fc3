// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.util.UUID;

/// Who an event comes from, and its number among those: an event that comes twice from a producer is stored once.
///
/// Numbers ascend; some may be left out, so that what the producer itself reads by (an offset, a line) can serve.
///
/// @param id     of the producer, the same after its restart
/// @param number of the event, at least 0
public record Producer(UUID id, long number) {
  public Producer {
    if (number < 0) throw new IllegalArgumentException("a producer's events are numbered from 0 on, not " + number);
  }
}
