// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import org.jspecify.annotations.Nullable;

/// Events of a fixed range in the order asked for, by seq unless that says otherwise, without gaps unless it is of one key
/// or says otherwise. Confined to one thread; close it.
public interface EventCursor extends AutoCloseable {
  /// The next event, or null at the end.
  ///
  /// @throws org.redexdb.storage.api.StorageException.Corrupt when stored bytes are damaged
  /// @throws org.redexdb.storage.api.StorageException.Lagged the next event, or for one key what lies before it, was removed
  ///           by a trim or by retention
  /// @throws org.redexdb.storage.api.StorageException.Closed the channel was dropped, or the store closed
  @Nullable
  StoredEvent next();

  @Override
  void close();
}
