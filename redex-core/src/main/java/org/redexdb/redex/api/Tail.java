// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A subscription that is pulled: first what is stored, then what is appended, no gap and no duplicate in between. Holds
/// no memory for events not asked for and never slows a writer. Confined to one thread; [#close] from any, which ends a poll
/// that waits.
public interface Tail extends AutoCloseable {
  /// The next event if one is there, else null at once. Errors as below.
  @Nullable
  StoredEvent poll();

  /// The next event, waiting for it at most `timeout`; null when there was none.
  ///
  /// @throws org.redexdb.storage.api.StorageException.Lagged the next event was removed by a trim or by retention before it
  ///           was read. Told once: the poll after it goes on from the first event that was there
  /// @throws org.redexdb.storage.api.StorageException.Corrupt the next event is damaged. Told by each poll: another tail may
  ///           go on from [org.redexdb.storage.api.StorageException.Corrupt#readableFrom()]
  /// @throws org.redexdb.storage.api.StorageException.Closed the tail, channel or store was closed
  @Nullable
  StoredEvent poll(Duration timeout) throws InterruptedException;

  /// Seq of the event the next poll gives.
  long nextSeq();

  @Override
  void close();
}
