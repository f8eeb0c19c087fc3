// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import org.redexdb.redex.api.AccessGuard;
import org.redexdb.redex.api.AccessGuard.Right;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.Principal;

/// The guard of an open store, and for whom it is asked.
///
/// @param guard decides
/// @param principal who uses the store
public record Grants(AccessGuard guard, Principal principal) {
  public boolean allow(Right right, String channel) { return guard.allows(principal, right, channel); }

  /// @throws ChannelException.Denied the guard says no
  public void require(Right right, String channel) {
    if (!allow(right, channel)) throw new ChannelException.Denied(principal, right, channel);
  }
}
