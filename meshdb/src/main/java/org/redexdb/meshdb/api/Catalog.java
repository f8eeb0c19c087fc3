// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.api;

import java.util.List;
import java.util.Optional;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.StoreStatus;

/// The channels that SQL speaks of: the port to whatever store lies below. Thread-safe.
public interface Catalog {
  Optional<Channel> find(String name);

  /// @throws org.redexdb.redex.api.ChannelException.Exists  there is one
  /// @throws org.redexdb.redex.api.ChannelException.BadName the name breaks the rules
  Channel create(String name, ChannelOptions options);

  /// @throws org.redexdb.redex.api.ChannelException.Unknown there is none
  void drop(String name);

  /// Users' channels by name.
  List<Channel> channels();

  /// Seqs of the last events of channels of this catalog, -1 for none, at one moment: of a transaction over several of them
  /// all is seen, or nothing.
  long[] tips(List<Channel> channels);

  /// The store and its channels as they stand.
  StoreStatus status();

  /// Whether writes are refused.
  boolean readOnly();

  /// @throws org.redexdb.storage.api.StorageException.ReadOnly writes are refused; says why, and who the writer is
  void requireWritable();
}
