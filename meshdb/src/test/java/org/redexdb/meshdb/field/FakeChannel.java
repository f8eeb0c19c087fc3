// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.field;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.redexdb.meshdb.UnusedChannel;
import org.redexdb.meshdb.scan.Frames;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.storage.api.FrameReader;

/// What the fields of a channel are found out from, in memory.
final class FakeChannel extends UnusedChannel {
  final Frames frames = new Frames(4_096);
  final Map<String, String> attributes = new HashMap<>();
  final UUID uuid = UUID.fromString("00000000-0000-7000-8000-000000000001");
  ChannelOptions options = ChannelOptions.DEFAULTS;
  long durableSeq = Long.MAX_VALUE - 1;
  long firstSeq;
  long eventsRead;
  int stores;

  FakeChannel add(String json) {
    frames.add(json);
    return this;
  }

  @Override
  public String name() { return "orders"; }

  @Override
  public UUID uuid() { return uuid; }

  @Override
  public ChannelOptions options() { return options; }

  @Override
  public long nextSeq() { return frames.count(); }

  @Override
  public long firstSeq() { return firstSeq; }

  @Override
  public long durableSeq() { return Math.min(durableSeq, frames.count() - 1); }

  @Override
  public FrameReader frames(SeqRange range) {
    long to = Math.min(range.to(), frames.count());
    if (range.from() < firstSeq) throw new IllegalArgumentException("removed");
    eventsRead += to - range.from();
    return frames.reader(range.from(), to);
  }

  @Override
  public Optional<String> attribute(String name) { return Optional.ofNullable(attributes.get(name)); }

  @Override
  public void attribute(String name, String json) {
    attributes.put(name, json);
    stores++;
  }
}
