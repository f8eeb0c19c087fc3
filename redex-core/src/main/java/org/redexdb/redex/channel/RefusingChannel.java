// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.channel;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.redexdb.redex.api.AppendCondition;
import org.redexdb.redex.api.Appender;
import org.redexdb.redex.api.Event;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.Trimmed;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.RedexException;

/// A channel that can be read and refuses to be changed.
abstract class RefusingChannel extends ReadableLog {
  RefusingChannel(Log log, String name) { super(log, name); }

  RefusingChannel(ReadableLog same) { super(same); }

  /// Why it cannot be changed.
  abstract RedexException refused();

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
  public void attribute(String attribute, String json) { throw refused(); }
}
