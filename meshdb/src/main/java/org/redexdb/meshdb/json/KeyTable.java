// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Object keys as UTF-8, numbered from 0 in the order they were added. Finding one guesses first that it is the one after
/// the key found last, because producers write their keys in one order.
///
/// Confined to one thread: finding moves the guess.
public final class KeyTable {
  /// Up to here a linear search beats hashing.
  private static final int LINEAR_MAX = 8;

  private byte[][] keys = new byte[4][];
  private long[] heads = new long[4];
  private int[] hashed = new int[0];
  private int count;
  private int guess;

  public int count() { return count; }

  public String name(int key) { return new String(keys[key], StandardCharsets.UTF_8); }

  /// Number of the key with these bytes, or -1.
  public int find(byte[] bytes, int at, int length) {
    long head = Tokens.head(bytes, at, length);
    int next = guess;
    if (next < count && matches(next, head, bytes, at, length)) return found(next);
    if (count <= LINEAR_MAX) {
      for (int key = 0; key < count; key++) if (matches(key, head, bytes, at, length)) return found(key);
      return -1;
    }
    int mask = hashed.length - 1;
    for (int i = hash(head, length) & mask; hashed[i] != 0; i = i + 1 & mask) {
      int key = hashed[i] - 1;
      if (matches(key, head, bytes, at, length)) return found(key);
    }
    return -1;
  }

  /// Adds a key that is not there yet; the bytes are copied.
  public int add(byte[] bytes, int at, int length) {
    int key = count++;
    if (key == keys.length) {
      keys = Arrays.copyOf(keys, key * 2);
      heads = Arrays.copyOf(heads, key * 2);
    }
    keys[key] = Arrays.copyOfRange(bytes, at, at + length);
    heads[key] = Tokens.head(keys[key], 0, length);
    if (count > LINEAR_MAX) {
      if (count * 2 > hashed.length) {
        hashed = new int[Math.max(32, hashed.length * 2)];
        for (int i = 0; i < key; i++) place(i);
      }
      place(key);
    }
    return key;
  }

  private void place(int key) {
    int mask = hashed.length - 1;
    int i = hash(heads[key], keys[key].length) & mask;
    while (hashed[i] != 0) i = i + 1 & mask;
    hashed[i] = key + 1;
  }

  private int found(int key) {
    guess = key + 1 == count ? 0 : key + 1;
    return key;
  }

  private boolean matches(int key, long head, byte[] bytes, int at, int length) {
    byte[] name = keys[key];
    return heads[key] == head && name.length == length
        && (length <= 8 || Arrays.equals(name, 8, length, bytes, at + 8, at + length));
  }

  private static int hash(long head, int length) {
    long h = (head + length) * 0x9E3779B97F4A7C15L;
    return (int) (h >>> 32) ^ (int) (h >>> 15);
  }
}
