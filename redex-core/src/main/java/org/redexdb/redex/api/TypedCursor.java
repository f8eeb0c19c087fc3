// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import org.jspecify.annotations.Nullable;

/// An [EventCursor] with values. Confined to one thread; close it.
public final class TypedCursor<T> implements AutoCloseable {
  private final TypedChannel<T> channel;
  private final EventCursor events;

  TypedCursor(TypedChannel<T> channel, EventCursor events) {
    this.channel = channel;
    this.events = events;
  }

  /// The next event, or null at the end.
  ///
  /// @throws ChannelException.Unmapped the mapper cannot read it; the next call gives the one behind it
  public @Nullable TypedEvent<T> next() {
    StoredEvent event = events.next();
    return event == null ? null : channel.typed(event);
  }

  @Override
  public void close() { events.close(); }
}
