// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.PayloadCodec;

/// How values of a program become payloads, and payloads values again; for [Channel#typed]. Those for text and bytes are in
/// [PayloadMappers]; one for records or messages is written with the library that the program already uses for them.
///
/// Called by any thread.
public interface PayloadMapper<T> {
  /// How the payloads are meant: that of the channels it is for.
  PayloadCodec codec();

  /// What it throws reaches who appends; nothing is appended then.
  ///
  /// @return bytes that are not changed any more
  byte[] encode(T value);

  /// @param payload bytes of its own
  /// @param type    type of the event, null when it has none
  T decode(byte[] payload, @Nullable String type);

  /// Type of the event, by which [#decode] may tell kinds of values apart and queries select them; null for none.
  default @Nullable String type(T value) { return null; }
}
