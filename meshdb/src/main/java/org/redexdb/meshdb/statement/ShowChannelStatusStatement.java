// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.value.LikePattern;
import org.redexdb.redex.api.ChannelStatus;
import org.redexdb.storage.api.Position;

/// SHOW CHANNEL STATUS: how each channel stands, one a row.
final class ShowChannelStatusStatement implements Prepared {
  private static final List<Column> COLUMNS = List.of(column("name", SqlType.VARCHAR, false),
      column("tip_epoch", SqlType.BIGINT, true), column("tip_seq", SqlType.BIGINT, true),
      column("first_seq", SqlType.BIGINT, false), column("durable_seq", SqlType.BIGINT, false),
      column("committed_seq", SqlType.BIGINT, false), column("segments", SqlType.BIGINT, false),
      column("bytes", SqlType.BIGINT, false), column("allocated_bytes", SqlType.BIGINT, false),
      column("retention", SqlType.VARCHAR, true), column("subscribers", SqlType.BIGINT, false),
      column("pins", SqlType.BIGINT, false), column("appended_events", SqlType.BIGINT, false),
      column("forces", SqlType.BIGINT, false), column("forced_events", SqlType.BIGINT, false),
      column("force_nanos", SqlType.BIGINT, false), column("rolls", SqlType.BIGINT, false),
      column("stalls", SqlType.BIGINT, false), column("stall_nanos", SqlType.BIGINT, false),
      column("fault", SqlType.VARCHAR, true));

  private final Engine engine;
  private final @Nullable String like;

  ShowChannelStatusStatement(Engine engine, @Nullable String like) {
    this.engine = engine;
    this.like = like;
  }

  private static Column column(String name, SqlType type, boolean nullable) {
    return new Column(name, type, nullable, null, null);
  }

  @Override
  public List<Column> columns() { return COLUMNS; }

  @Override
  public SqlResult execute(Invocation invocation) {
    var pattern = like == null ? null : LikePattern.compile(like, "");
    var rows = new ArrayList<List<@Nullable Object>>();
    for (ChannelStatus channel : engine.catalog().status().channels())
      if (pattern == null || pattern.matches(channel.name())) rows.add(row(channel));
    return new SqlResult.Rows(new ListCursor(COLUMNS, rows));
  }

  private static List<@Nullable Object> row(ChannelStatus channel) {
    var log = channel.log();
    var activity = log.activity();
    boolean any = !channel.tip().equals(Position.NONE);
    return Arrays.<@Nullable Object>asList(channel.name(),
        any ? (Object) Integer.toUnsignedLong(channel.tip().epoch()) : null, any ? (Object) channel.tip().seq() : null,
        log.firstSeq(), log.durableSeq(), channel.committedSeq(), (long) log.segments(), log.bytes(),
        log.allocatedBytes(), channel.retention().keepsAll() ? null : channel.retention().toString(),
        (long) channel.subscribers(), (long) log.pins(), activity.appendedEvents(), activity.forces().count(),
        activity.forcedEvents(), activity.forces().nanos(), activity.rolls().count(), activity.stalls().count(),
        activity.stalls().nanos(), log.fault());
  }
}
