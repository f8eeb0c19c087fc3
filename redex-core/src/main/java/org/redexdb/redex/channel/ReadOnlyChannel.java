// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.util.Optional;
import java.util.UUID;
import org.redexdb.redex.api.AccessGuard;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.ChannelOptions;

/// A channel in the hands of who may only read it; ends with the one it shows.
public final class ReadOnlyChannel extends RefusingChannel {
  private final LogChannel whole;
  private final Grants grants;

  public ReadOnlyChannel(LogChannel whole, Grants grants) {
    super(whole);
    this.whole = whole;
    this.grants = grants;
  }

  @Override
  public UUID uuid() { return whole.uuid(); }

  @Override
  public ChannelOptions options() { return whole.options(); }

  @Override
  public Optional<String> attribute(String attribute) { return whole.attribute(attribute); }

  @Override
  ChannelException.Denied refused() {
    return new ChannelException.Denied(grants.principal(), AccessGuard.Right.APPEND, name);
  }
}
