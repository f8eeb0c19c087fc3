// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// A log of the store's own, such as `$catalog`, as a channel: anybody may read it, only the store appends to it.
public final class SystemChannel extends RefusingChannel {
  private final UUID uuid;

  public SystemChannel(Log log, UUID store) {
    super(log, log.name());
    // One incarnation for the life of the store.
    this.uuid = UUID.nameUUIDFromBytes((store + name).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public UUID uuid() { return uuid; }

  @Override
  public ChannelOptions options() { return ChannelOptions.DEFAULTS; }

  @Override
  public Optional<String> attribute(String attribute) { return Optional.empty(); }

  @Override
  StorageException.ReadOnly refused() { return refused(name); }

  /// For whoever would change a channel of the store.
  public static StorageException.ReadOnly refused(String name) {
    return new StorageException.ReadOnly(Where.channel(name),
        "names that start with $ belong to the store; such a channel can be read, not changed");
  }
}
