// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Numbers for byte strings, which are copied on first sight. Confined to one thread.
final class TextIds {
  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long PRIME = 0x9E37_79B9_7F4A_7C15L;
  private static final int BLOCK_BYTES = 16 << 10;
  private static final int BYTES_PER_ENTRY = 8 + 4 + 4 + 4 + 4 + 8;
  /// Entries moved between two looks at whether the statement was cancelled: a few milliseconds.
  private static final int CHECK_MASK = (1 << 17) - 1;

  private final MemoryBudget.Account account;
  /// Entry + 1; 0 for a free slot.
  private int[] slots = new int[64];
  private int[] hashes = new int[32];
  private byte[][] bytes = new byte[32][];
  private int[] offset = new int[32];
  private int[] length = new int[32];
  private int[] ids = new int[32];
  private int size;
  private byte[] block = {};
  private int blockUsed;

  TextIds(MemoryBudget.Account account) {
    this.account = account;
  }

  /// The id of a text, or -1.
  int find(byte[] source, int at, int count) {
    int hash = hash(source, at, count);
    int slot = slot(hash, source, at, count);
    return slots[slot] == 0 ? -1 : ids[slots[slot] - 1];
  }

  /// The id of a text, which gets `newId` when it has none.
  int assign(byte[] source, int at, int count, int newId) {
    int hash = hash(source, at, count);
    int slot = slot(hash, source, at, count);
    int entry = slots[slot];
    if (entry != 0) return ids[entry - 1];
    if (size == ids.length) growEntries();
    keep(source, at, count);
    hashes[size] = hash;
    ids[size] = newId;
    slots[slot] = ++size;
    if (size > slots.length >> 1) growSlots();
    return newId;
  }

  /// The slot that holds the text, or the free one where it belongs.
  private int slot(int hash, byte[] source, int at, int count) {
    int mask = slots.length - 1;
    for (int slot = hash & mask;; slot = slot + 1 & mask) {
      int entry = slots[slot] - 1;
      if (entry < 0) return slot;
      if (hashes[entry] == hash && length[entry] == count && Arrays.equals(bytes[entry], offset[entry],
          offset[entry] + count, source, at, at + count))
        return slot;
    }
  }

  private static int hash(byte[] source, int at, int count) {
    long hash = count * PRIME;
    int i = at;
    int end = at + count;
    for (; i + Long.BYTES <= end; i += Long.BYTES) hash = (hash ^ (long) LONG.get(source, i)) * PRIME ^ hash >>> 29;
    long rest = 0;
    // The last eight bytes, some of them for a second time, are cheaper than the few left one by one.
    if (count >= Long.BYTES) rest = (long) LONG.get(source, end - Long.BYTES);
    else
      for (int shift = 0; i < end; i++, shift += 8) rest |= (source[i] & 0xFFL) << shift;
    hash ^= rest;
    // A product carries upwards only: what differs in the high half must come down first, or it never reaches a slot.
    hash = (hash ^ hash >>> 32) * PRIME;
    return (int) (hash >>> 32);
  }

  private void keep(byte[] source, int at, int count) {
    if (block.length - blockUsed < count) {
      block = new byte[Math.max(BLOCK_BYTES, count)];
      blockUsed = 0;
      account.charge(block.length);
    }
    System.arraycopy(source, at, block, blockUsed, count);
    bytes[size] = block;
    offset[size] = blockUsed;
    length[size] = count;
    blockUsed += count;
  }

  private void growEntries() {
    int grown = size * 2;
    account.charge((long) size * BYTES_PER_ENTRY);
    hashes = Arrays.copyOf(hashes, grown);
    bytes = Arrays.copyOf(bytes, grown);
    offset = Arrays.copyOf(offset, grown);
    length = Arrays.copyOf(length, grown);
    ids = Arrays.copyOf(ids, grown);
  }

  private void growSlots() {
    slots = new int[slots.length * 2];
    int mask = slots.length - 1;
    for (int entry = 0; entry < size; entry++) {
      if ((entry & CHECK_MASK) == CHECK_MASK) account.checkCancelled();
      int slot = hashes[entry] & mask;
      while (slots[slot] != 0) slot = slot + 1 & mask;
      slots[slot] = entry + 1;
    }
  }
}
