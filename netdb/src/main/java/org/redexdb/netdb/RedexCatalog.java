// SPDX-License-Identifier: Apache-2.0
package org.redexdb.netdb;

import java.util.List;
import java.util.Optional;
import org.redexdb.meshdb.api.Catalog;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.StoreStatus;

/// The channels of a store as the query layer asks for them.
///
/// @param redex the store
record RedexCatalog(Redex redex) implements Catalog {
  @Override
  public Optional<Channel> find(String name) { return redex.findChannel(name); }

  @Override
  public Channel create(String name, ChannelOptions options) { return redex.createChannel(name, options); }

  @Override
  public void drop(String name) { redex.dropChannel(name); }

  @Override
  public List<Channel> channels() { return redex.channels(); }

  @Override
  public StoreStatus status() { return redex.status(); }

  @Override
  public boolean readOnly() { return redex.readOnly(); }

  @Override
  public void requireWritable() { redex.requireWritable(); }

  @Override
  public long[] tips(List<Channel> channels) { return redex.tips(channels); }
}
