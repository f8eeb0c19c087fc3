// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A subscription that is pulled: first what is stored, then what is appended, no gap and no duplicate in between. Holds
/// no memory for events not asked for and never slows a writer. Confined to one thread; [#close] from any.
public interface Tail extends AutoCloseable {
  /// The next event if one is there, else null at once.
  @Nullable
  StoredEvent poll();

  /// The next event, waiting for it at most `timeout`; null when there was none.
  ///
  /// @throws ChannelException.Lagged the next event was removed by retention before it was read
  /// @throws org.redexdb.storage.api.StorageException.Closed the channel or store was closed
  @Nullable
  StoredEvent poll(Duration timeout) throws InterruptedException;

  /// Seq of the event the next poll gives.
  long nextSeq();

  @Override
  void close();
}
