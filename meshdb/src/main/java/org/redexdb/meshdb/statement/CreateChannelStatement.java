// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import org.redexdb.grammar.tree.Statement;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.bind.ChannelLookup;
import org.redexdb.meshdb.bind.Problems;

/// CREATE CHANNEL.
final class CreateChannelStatement implements Prepared {
  private final Engine engine;
  private final String name;
  private final boolean ifNotExists;
  private final ChannelSettings settings;

  CreateChannelStatement(Engine engine, Statement.CreateChannel create, Problems problems) {
    this.engine = engine;
    this.name = ChannelLookup.name(create.name(), problems);
    this.ifNotExists = create.ifNotExists();
    this.settings = ChannelSettings.of(create.options(), false, problems);
  }

  @Override
  public SqlResult execute(Invocation invocation) {
    engine.requireWritable();
    if (ifNotExists && engine.catalog().find(name).isPresent())
      return new SqlResult.Done("channel " + name + " exists already");
    engine.catalog().create(name, settings.options());
    return new SqlResult.Done("created channel " + name);
  }
}
