// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

/// Events for one channel or several that are appended together or not at all. Collected here, appended when the body of
/// the transaction returns; given up when it throws. Until then no channel shows anything of it.
///
/// Confined to the thread that runs the body, and of no use after it.
public interface Transaction {
  /// Adds text; in a JSON channel it must be one valid JSON value.
  ///
  /// @throws ChannelException.InvalidPayload it is not
  Transaction append(Channel channel, String text);

  /// Adds an event.
  ///
  /// @throws ChannelException.InvalidPayload the payload breaks the channel's declared schema
  /// @throws org.redexdb.storage.api.StorageException.TooLarge the transaction passes its limit
  /// @throws IllegalArgumentException the channel belongs to another store
  Transaction append(Channel channel, Event event);

  /// Lets the commit happen only when the channel's next seq is the given one then; else it fails with
  /// [org.redexdb.storage.api.StorageException.Conflict] and nothing is appended anywhere. A channel may be expected to
  /// stand still without getting an event.
  ///
  /// @throws IllegalArgumentException the seq is negative, or the channel belongs to another store
  Transaction expect(Channel channel, long nextSeq);
}
