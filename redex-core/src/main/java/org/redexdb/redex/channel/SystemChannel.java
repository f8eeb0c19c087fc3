// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.redexdb.redex.api.AppendCondition;
import org.redexdb.redex.api.Appender;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Event;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Trimmed;
import org.redexdb.storage.api.Where;

/// A log of the store's own, such as `$catalog`, as a channel: anybody may read it, only the store appends to it.
public final class SystemChannel extends ReadableLog {
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
  public Receipt append(byte[] payload) { throw refused(); }

  @Override
  public Receipt append(String text) { throw refused(); }

  @Override
  public Receipt append(Event event) { throw refused(); }

  @Override
  public Receipt append(Event event, Ack ack) { throw refused(); }

  @Override
  public CompletableFuture<Receipt> appendAsync(Event event) { throw refused(); }

  @Override
  public CompletableFuture<Receipt> appendAsync(Event event, Ack ack) { throw refused(); }

  @Override
  public Receipt appendBatch(List<Event> events) { throw refused(); }

  @Override
  public Receipt appendBatch(List<Event> events, Ack ack) { throw refused(); }

  @Override
  public Receipt appendExpecting(long expectedNextSeq, List<Event> events, Ack ack) { throw refused(); }

  @Override
  public Receipt append(Event event, AppendCondition condition, Ack ack) { throw refused(); }

  @Override
  public Receipt appendBatch(List<Event> events, AppendCondition condition, Ack ack) { throw refused(); }

  @Override
  public Appender appender() { throw refused(); }

  @Override
  public Appender appender(Ack ack) { throw refused(); }

  @Override
  public Trimmed trim(long beforeSeq) { throw refused(); }

  @Override
  public Trimmed applyRetention() { throw refused(); }

  @Override
  public Optional<String> attribute(String attribute) { return Optional.empty(); }

  @Override
  public void attribute(String attribute, String json) { throw refused(); }

  private StorageException.ReadOnly refused() { return refused(name); }

  /// For whoever would change a channel of the store.
  public static StorageException.ReadOnly refused(String name) {
    return new StorageException.ReadOnly(Where.channel(name),
        "names that start with $ belong to the store; such a channel can be read, not changed");
  }
}
