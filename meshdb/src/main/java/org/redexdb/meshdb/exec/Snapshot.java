// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.redex.api.Channel;
import org.redexdb.storage.api.Pin;

/// How far each channel of a statement goes: fixed when it starts, so that later appends are not seen, and what is there
/// at that moment is kept from retention until it is closed. Immutable.
public final class Snapshot implements AutoCloseable {
  private final Map<UUID, Long> ends;
  private final List<Pin> pins;

  private Snapshot(Map<UUID, Long> ends, List<Pin> pins) {
    this.ends = Map.copyOf(ends);
    this.pins = List.copyOf(pins);
  }

  /// The tips of all channels that a plan reads, now.
  ///
  /// @param tips last seqs of channels at one moment, as [org.redexdb.meshdb.api.Catalog#tips] gives them
  public static Snapshot of(Plan plan, Function<List<Channel>, long[]> tips) {
    var channels = new LinkedHashMap<UUID, Channel>();
    collect(plan, channels);
    var pins = new ArrayList<Pin>();
    boolean done = false;
    try {
      // Pins first: what the tips cover is there as long as they hold.
      for (Channel channel : channels.values()) pins.add(channel.pin(0));
      long[] last = tips.apply(List.copyOf(channels.values()));
      var ends = new HashMap<UUID, Long>();
      int i = 0;
      for (UUID channel : channels.keySet()) ends.put(channel, last[i++] + 1);
      done = true;
      return new Snapshot(ends, pins);
    } finally {
      if (!done) pins.forEach(Pin::close);
    }
  }

  @Override
  public void close() { pins.forEach(Pin::close); }

  private static void collect(Plan plan, Map<UUID, Channel> channels) {
    switch (plan) {
      case Plan.Scan scan -> channels.putIfAbsent(scan.channel().uuid(), scan.channel());
      case Plan.Values _ -> {
      }
      case Plan.Filter filter -> collect(filter.input(), channels);
      case Plan.Project project -> collect(project.input(), channels);
      case Plan.Aggregate aggregate -> collect(aggregate.input(), channels);
      case Plan.Sort sort -> collect(sort.input(), channels);
      case Plan.Limit limit -> collect(limit.input(), channels);
      case Plan.Distinct distinct -> collect(distinct.input(), channels);
      case Plan.Join join -> {
        collect(join.left(), channels);
        collect(join.right(), channels);
      }
    }
  }

  /// Seq after the last one that the statement sees.
  long end(Plan.Scan scan) {
    Long end = ends.get(scan.channel().uuid());
    if (end == null) throw new IllegalStateException("channel " + scan.channel().name() + " is not in the snapshot");
    return end;
  }
}
