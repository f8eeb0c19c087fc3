// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import org.redexdb.grammar.tree.Statement;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.bind.ChannelLookup;
import org.redexdb.meshdb.bind.Context;

/// DROP CHANNEL, DROP TABLE.
final class DropStatement implements Prepared {
  private final Engine engine;
  private final Statement.DropChannel drop;
  private final Context context;

  DropStatement(Engine engine, Statement.DropChannel drop, Context context) {
    this.engine = engine;
    this.drop = drop;
    this.context = context;
  }

  @Override
  public SqlResult execute(Invocation invocation) {
    engine.requireWritable();
    String name = ChannelLookup.name(drop.name(), context.problems());
    if (drop.ifExists() && engine.catalog().find(name).isEmpty())
      return new SqlResult.Done("there is no channel " + name);
    var channel = ChannelLookup.require(drop.name(), context);
    engine.catalog().drop(channel.name());
    engine.fields().forget(channel);
    return new SqlResult.Done("dropped channel " + name);
  }
}
