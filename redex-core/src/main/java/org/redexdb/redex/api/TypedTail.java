// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A [Tail] with values. Confined to one thread; [#close] from any.
public final class TypedTail<T> implements AutoCloseable {
  private final TypedChannel<T> channel;
  private final Tail events;

  TypedTail(TypedChannel<T> channel, Tail events) {
    this.channel = channel;
    this.events = events;
  }

  /// The next event if one is there, else null at once.
  ///
  /// @throws ChannelException.Unmapped the mapper cannot read it; the next call gives the one behind it
  public @Nullable TypedEvent<T> poll() {
    StoredEvent event = events.poll();
    return event == null ? null : channel.typed(event);
  }

  /// The next event, waiting for it at most `timeout`; null when there was none. Errors are those of [#poll()] and of
  /// [Tail#poll(Duration)].
  public @Nullable TypedEvent<T> poll(Duration timeout) throws InterruptedException {
    StoredEvent event = events.poll(timeout);
    return event == null ? null : channel.typed(event);
  }

  /// Seq of the event the next poll gives.
  public long nextSeq() { return events.nextSeq(); }

  @Override
  public void close() { events.close(); }
}
