// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.key;

/// Under which hashes the index of a shared log keeps events: of its members (docs/formats/key.md), and of their keys.
///
/// Members have the upper half of all hashes, and no two have the same: so the events of one are exactly those found under
/// its hash. Keys have the lower half, where two may collide.
public final class MemberHash {
  private static final long MEMBER = 1L << 63;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private MemberHash() {}

  /// Odd numbers have an inverse modulo every power of two, so different ordinals stay different.
  public static long of(int ordinal) { return (ordinal + 1L) * GOLDEN | MEMBER; }

  static long ofKey(int ordinal, long keyHash) { return KeyLayout.mix(keyHash ^ of(ordinal)) & ~MEMBER; }
}
