// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.redexdb.meshdb.plan.Plan;
import org.redexdb.redex.api.Channel;

/// How far each channel of a statement goes: fixed when it starts, so that later appends are not seen. Immutable.
public final class Snapshot {
  private final Map<UUID, Long> ends;

  private Snapshot(Map<UUID, Long> ends) {
    this.ends = Map.copyOf(ends);
  }

  /// The tips of all channels that a plan reads, now.
  public static Snapshot of(Plan plan) {
    var ends = new HashMap<UUID, Long>();
    collect(plan, ends);
    return new Snapshot(ends);
  }

  private static void collect(Plan plan, Map<UUID, Long> ends) {
    switch (plan) {
      case Plan.Scan scan -> ends.computeIfAbsent(scan.channel().uuid(), _ -> end(scan.channel()));
      case Plan.Values _ -> {
      }
      case Plan.Filter filter -> collect(filter.input(), ends);
      case Plan.Project project -> collect(project.input(), ends);
      case Plan.Aggregate aggregate -> collect(aggregate.input(), ends);
      case Plan.Sort sort -> collect(sort.input(), ends);
      case Plan.Limit limit -> collect(limit.input(), ends);
      case Plan.Distinct distinct -> collect(distinct.input(), ends);
      case Plan.Join join -> {
        collect(join.left(), ends);
        collect(join.right(), ends);
      }
    }
  }

  private static long end(Channel channel) { return channel.tip().seq() + 1; }

  /// Seq after the last one that the statement sees.
  long end(Plan.Scan scan) {
    Long end = ends.get(scan.channel().uuid());
    if (end == null) throw new IllegalStateException("channel " + scan.channel().name() + " is not in the snapshot");
    return end;
  }
}
