// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import org.redexdb.storage.api.Receipt;

/// Appends to one channel without making garbage: single events give back their seq instead of a receipt, batches reuse
/// one buffer. Events of one appender are in the order of its calls. Errors and acknowledgement are those of
/// [Channel#append].
///
/// Confined to one thread; any number of appenders and threads may append to the same channel.
public interface Appender {
  /// Appends bytes as they are.
  ///
  /// @return the event's seq
  default long append(byte[] payload) { return append(payload, 0, payload.length); }

  /// Appends `payload[offset, offset + length)`; the array may be used again when this returns.
  ///
  /// @return the event's seq
  long append(byte[] payload, int offset, int length);

  /// @return the event's seq
  long append(Event event);

  /// Adds an event to what [#commit] will append; the bytes are copied.
  default Appender add(byte[] payload) { return add(payload, 0, payload.length); }

  Appender add(byte[] payload, int offset, int length);

  Appender add(Event event);

  /// Events added and not yet appended.
  int added();

  /// Appends what was added, all events or none; nothing counts as added afterwards, also when this throws.
  ///
  /// @throws IllegalStateException nothing was added
  Receipt commit();
}
