// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.PayloadCodec;

/// Events of a fixed range, by seq and without gaps, looked at where they were read and verified: nothing is copied and no
/// object made for an event, where an [EventCursor] gives copies.
///
/// The view is at one event at a time. [#next] moves it to the first event and then from each to the one behind it, and
/// everything else speaks of the event it is at. It hands out nothing that shares its memory, so that no bytes can be kept
/// past their event: what is to be kept is copied, by [#copy], [#copyPayload] or [#text].
///
/// The event that the view is at stays what it is until the view moves on or is closed, whatever is trimmed, dropped or closed
/// meanwhile. Before the first move, behind the last event, after a move that threw and once it is closed the view is at no
/// event: then everything but [#next] and [#close] throws [IllegalStateException], or once it is closed
/// [org.redexdb.storage.api.StorageException.Closed].
///
/// Confined to one thread; close it.
public interface EventView extends AutoCloseable {
  /// Moves to the next event.
  ///
  /// @return false at the end; the view is then at no event
  /// @throws org.redexdb.storage.api.StorageException.Corrupt when stored bytes are damaged
  /// @throws org.redexdb.storage.api.StorageException.Unsupported the event has metadata that this version must not pass
  ///           over; the next call goes on behind it
  /// @throws org.redexdb.storage.api.StorageException.Lagged the next event was removed by a trim or by retention
  /// @throws org.redexdb.storage.api.StorageException.Closed the view was closed, the channel dropped, or the store closed
  boolean next();

  /// The event as a copy that stays.
  StoredEvent copy();

  // ---- what the store says of it

  long seq();

  /// With the seq it makes the [org.redexdb.storage.api.Position].
  int epoch();

  /// Append time, nanoseconds since the epoch, UTC.
  long ts();

  /// Producer, 0 until a node identity exists.
  long origin();

  PayloadCodec codec();

  /// Whether it says that nothing is left of its key.
  boolean isTombstone();

  // ---- its payload; an index below 0 or past the end is an IndexOutOfBoundsException

  int payloadLength();

  byte payloadByte(int index);

  /// Four bytes from `index` on, little-endian.
  int payloadInt(int index);

  /// Eight bytes from `index` on, little-endian.
  long payloadLong(int index);

  /// Copies `count` bytes from `index` on to `target`.
  void copyPayload(int index, byte[] target, int at, int count);

  /// The payload as UTF-8 text.
  String text();

  // ---- its metadata

  /// Bytes of encoded metadata (docs/formats/metadata.md), 0 when there is none.
  int metadataLength();

  /// Copies all of them to `target`; [EventMetadata] reads them.
  void copyMetadata(byte[] target, int at);

  /// Whether this UTF-8 is its key.
  boolean keyIs(byte[] utf8);

  /// Whether this UTF-8 is its type.
  boolean typeIs(byte[] utf8);

  @Nullable
  String key();

  @Nullable
  String type();

  boolean hasEventTime();

  /// When it happened by the producer's account, nanoseconds since the epoch, UTC.
  ///
  /// @throws IllegalStateException there is none
  long eventTimeNanos();

  @Override
  void close();
}
