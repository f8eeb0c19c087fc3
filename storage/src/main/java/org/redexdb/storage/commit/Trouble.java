// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Why writing a log fails: a full disk, until a write succeeds again, or a fault, until the store is opened again.
///
/// Set by the store's threads under the I/O or the force lock, read by each append: two volatile reads.
final class Trouble {
  private volatile @Nullable StorageException fault;
  private volatile StorageException.@Nullable DiskFull full;

  /// The reason why nothing may be appended, null when all is well.
  @Nullable
  StorageException now() {
    StorageException broken = fault;
    return broken != null ? broken : full;
  }

  /// Throws what there is.
  void refuse(Tip tip) {
    StorageException why = now();
    if (why != null) throw fresh(why, tip.nextPlace());
  }

  @Nullable
  StorageException fault() { return fault; }

  /// Whether there may be room again. A fault is there to stay, and nothing is written that could find room.
  boolean isFull() { return full != null && fault == null; }

  /// The first fault stays.
  void broke(StorageException why) {
    if (fault == null) fault = why;
  }

  void filledUp(StorageException.DiskFull why) { full = why; }

  void hasRoom() { full = null; }

  /// An exception for this caller, with its own stack.
  static StorageException fresh(StorageException trouble, Where where) {
    return switch (trouble) {
      case StorageException.DiskFull full -> new StorageException.DiskFull(where, full);
      case StorageException.Fenced fenced -> fenced.at(where);
      default -> new StorageException.NotDurable(where, trouble);
    };
  }
}
