// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

/// Decides who may have which channel. Asked each time a channel is handed out, created or dropped, whether or not it is
/// open already, and before any file is touched; with the channel's whole name, which is never hashed or shortened. What was
/// handed out is not asked about again, but by a transaction, which asks for each of its channels.
///
/// Keeps code apart that has nothing but the store's handle; it is no wall against code that opens the files itself.
///
/// Called by any thread, at times under the lock that orders creations: must be quick, and must not call the store.
@FunctionalInterface
public interface AccessGuard {
  /// Everybody may do everything.
  AccessGuard ALL = (principal, right, channel) -> true;

  /// What is asked for. Each is asked on its own: none implies another.
  enum Right {
    /// To be given the channel, and to see it in lists and messages.
    READ,
    /// To append, trim and set attributes; without it the channel that is handed out refuses that.
    APPEND,
    /// To create and drop.
    MANAGE
  }

  /// @param channel name of a channel, which need not exist
  boolean allows(Principal principal, Right right, String channel);
}
