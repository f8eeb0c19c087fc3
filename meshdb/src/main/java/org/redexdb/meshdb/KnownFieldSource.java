// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb;

import java.util.ArrayList;
import java.util.List;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.bind.FieldSource;
import org.redexdb.meshdb.field.FieldCatalog;
import org.redexdb.meshdb.field.FieldView;
import org.redexdb.meshdb.field.KnownField;
import org.redexdb.meshdb.plan.PathStep;
import org.redexdb.redex.api.Channel;

/// What the binder asks of payloads, answered from the fields found so far and one pass over the events behind them.
///
/// @param catalog        known fields of all channels
/// @param checkCancelled run now and then during the pass; throws to give up
record KnownFieldSource(FieldCatalog catalog, Runnable checkCancelled) implements FieldSource {
  static final Runnable UNCHECKED = () -> {
  };

  private FieldView view(Channel channel) {
    return catalog.of(channel).upTo(channel.tip().seq() + 1, checkCancelled);
  }

  @Override
  public FieldSource checking(Runnable check) { return new KnownFieldSource(catalog, check); }

  @Override
  public List<String> fields(Channel channel) {
    return view(channel).topLevel().stream().map(KnownField::name).toList();
  }

  /// A path through an array has no known type.
  @Override
  public SqlType type(Channel channel, List<PathStep> path) {
    var keys = new ArrayList<String>(path.size());
    for (var step : path) {
      if (!(step instanceof PathStep.Key(String name))) return SqlType.ANY;
      keys.add(name);
    }
    return view(channel).field(keys).map(KnownField::type).orElse(SqlType.ANY);
  }

  @Override
  public Object state(Channel channel) { return view(channel).fields(); }

  @Override
  public List<Described> described(Channel channel) {
    return view(channel).fields().stream().map(field -> new Described(field.path(), field.type(), field.drifted()))
        .toList();
  }

  @Override
  public long invalidCount(Channel channel) { return view(channel).invalidPayloads(); }

  @Override
  public void forget(Channel channel) { catalog.drop(channel.uuid()); }
}
