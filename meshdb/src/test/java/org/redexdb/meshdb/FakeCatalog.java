// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.redexdb.meshdb.api.Catalog;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.ChannelName;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.StoreStatus;
import org.redexdb.storage.api.LogActivity;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Channels in a map.
public final class FakeCatalog implements Catalog {
  private final Map<String, FakeChannel> channels = new TreeMap<>();
  public boolean readOnly;

  public FakeChannel channel(String name) {
    return channels.computeIfAbsent(name, n -> new FakeChannel(n, ChannelOptions.DEFAULTS));
  }

  @Override
  public Optional<Channel> find(String name) { return Optional.ofNullable(channels.get(name)); }

  @Override
  public Channel create(String name, ChannelOptions options) {
    if (channels.containsKey(name)) throw new ChannelException.Exists(name);
    var channel = new FakeChannel(ChannelName.check(name), options);
    channels.put(name, channel);
    return channel;
  }

  @Override
  public void drop(String name) {
    if (channels.remove(name) == null) throw new ChannelException.Unknown(name, List.of());
  }

  @Override
  public List<Channel> channels() { return new ArrayList<>(channels.values()); }

  @Override
  public StoreStatus status() {
    return new StoreStatus(1, readOnly, 4711, 3, 0, 0, LogActivity.NONE,
        channels().stream().map(Channel::status).toList());
  }

  @Override
  public boolean readOnly() { return readOnly; }

  @Override
  public long[] tips(List<Channel> asked) { return asked.stream().mapToLong(channel -> channel.tip().seq()).toArray(); }

  @Override
  public void requireWritable() { if (readOnly) throw new StorageException.ReadOnly(Where.NOWHERE, "as asked"); }
}
