// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

/// Numbers for longs: open addressing over two parallel arrays. Confined to one thread.
final class LongIds {
  private static final int BYTES_PER_SLOT = Long.BYTES + Integer.BYTES;
  /// Entries moved between two looks at whether the statement was cancelled: a few milliseconds.
  private static final int CHECK_MASK = (1 << 17) - 1;

  private final MemoryBudget.Account account;
  private long[] keys;
  /// Id + 1; 0 for a free slot.
  private int[] ids;
  private int size;

  LongIds(MemoryBudget.Account account) {
    this.account = account;
    this.keys = new long[64];
    this.ids = new int[64];
  }

  int size() { return size; }

  /// The id of a key, or -1.
  int find(long key) {
    int mask = keys.length - 1;
    for (int slot = slot(key, mask);; slot = slot + 1 & mask) {
      int id = ids[slot];
      if (id == 0) return -1;
      if (keys[slot] == key) return id - 1;
    }
  }

  /// The id of a key, which gets `newId` when it has none.
  int assign(long key, int newId) {
    int mask = keys.length - 1;
    int slot = slot(key, mask);
    for (;; slot = slot + 1 & mask) {
      int id = ids[slot];
      if (id == 0) break;
      if (keys[slot] == key) return id - 1;
    }
    keys[slot] = key;
    ids[slot] = newId + 1;
    if (++size > keys.length >> 1) grow();
    return newId;
  }

  private static int slot(long key, int mask) {
    // A product carries upwards only: what differs in the high half, as fractions do, must come down first.
    long mixed = (key ^ key >>> 32) * 0x9E37_79B9_7F4A_7C15L;
    return (int) (mixed >>> 32) & mask;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldIds = ids;
    account.charge((long) oldKeys.length * BYTES_PER_SLOT);
    keys = new long[oldKeys.length * 2];
    ids = new int[oldKeys.length * 2];
    int mask = keys.length - 1;
    for (int i = 0; i < oldKeys.length; i++) {
      if ((i & CHECK_MASK) == CHECK_MASK) account.checkCancelled();
      if (oldIds[i] == 0) continue;
      int slot = slot(oldKeys[i], mask);
      while (ids[slot] != 0) slot = slot + 1 & mask;
      keys[slot] = oldKeys[i];
      ids[slot] = oldIds[i];
    }
  }
}
