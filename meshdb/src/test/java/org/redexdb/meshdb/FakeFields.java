// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.bind.FieldSource;
import org.redexdb.meshdb.plan.PathStep;
import org.redexdb.redex.api.Channel;

/// Known fields as told.
public final class FakeFields implements FieldSource {
  @Override
  public FieldSource checking(Runnable check) { return this; }

  private final Map<String, Map<String, SqlType>> types = new LinkedHashMap<>();
  public long version;

  public FakeFields with(String channel, String field, SqlType type) {
    types.computeIfAbsent(channel, _ -> new LinkedHashMap<>()).put(field, type);
    version++;
    return this;
  }

  @Override
  public List<String> fields(Channel channel) {
    return List.copyOf(types.getOrDefault(channel.name(), Map.of()).keySet());
  }

  @Override
  public SqlType type(Channel channel, List<PathStep> path) {
    return path.size() == 1 && path.getFirst() instanceof PathStep.Key(String name)
        ? types.getOrDefault(channel.name(), Map.of()).getOrDefault(name, SqlType.ANY)
        : SqlType.ANY;
  }

  @Override
  public Object state(Channel channel) { return version; }

  @Override
  public List<Described> described(Channel channel) {
    return types.getOrDefault(channel.name(), Map.of()).entrySet().stream()
        .map(field -> new Described(List.of(field.getKey()), field.getValue(), false)).toList();
  }

  @Override
  public long invalidCount(Channel channel) { return 0; }

  @Override
  public void forget(Channel channel) { types.remove(channel.name()); }
}
