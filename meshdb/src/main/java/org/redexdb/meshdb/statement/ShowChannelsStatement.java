// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.value.LikePattern;
import org.redexdb.redex.api.Channel;

/// SHOW CHANNELS, SHOW TABLES.
final class ShowChannelsStatement implements Prepared {
  private static final List<Column> COLUMNS = List.of(column("name", SqlType.VARCHAR), column("events", SqlType.BIGINT),
      column("first_seq", SqlType.BIGINT), column("next_seq", SqlType.BIGINT), column("durable_seq", SqlType.BIGINT),
      column("bytes", SqlType.BIGINT), column("codec", SqlType.VARCHAR),
      new Column("retention", SqlType.VARCHAR, true, null, null));

  private final Engine engine;
  private final @Nullable String like;

  ShowChannelsStatement(Engine engine, @Nullable String like) {
    this.engine = engine;
    this.like = like;
  }

  private static Column column(String name, SqlType type) { return new Column(name, type, false, null, null); }

  @Override
  public List<Column> columns() { return COLUMNS; }

  @Override
  public SqlResult execute(Invocation invocation) {
    var pattern = like == null ? null : LikePattern.compile(like, "");
    var rows = new ArrayList<List<@Nullable Object>>();
    for (var channel : engine.catalog().channels()) {
      if (pattern == null || pattern.matches(channel.name())) rows.add(row(channel));
    }
    return new SqlResult.Rows(new ListCursor(COLUMNS, rows));
  }

  private static List<@Nullable Object> row(Channel channel) {
    var log = channel.status().log();
    var retention = channel.options().retention();
    var row = new ArrayList<@Nullable Object>(List.of(channel.name(), log.nextSeq() - log.firstSeq(), log.firstSeq(),
        log.nextSeq(), log.durableSeq(), log.bytes(), channel.options().codec().name().toLowerCase(Locale.ROOT)));
    row.add(retention.keepsAll() ? null : retention.toString());
    return row;
  }
}
