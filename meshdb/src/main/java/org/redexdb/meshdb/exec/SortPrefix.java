// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

/// The start of a value as a long between 0 and 2^62: two values whose prefixes differ are in the order of the prefixes,
/// two whose prefixes are equal may still differ. Lets a sort decide most comparisons without touching the values.
final class SortPrefix {
  /// Greater than every prefix.
  static final long LIMIT = 1L << 62;

  private SortPrefix() {}

  static long of(long value) { return (value ^ Long.MIN_VALUE) >>> 2; }

  static long of(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    return of(bits ^ bits >> 63 & Long.MAX_VALUE);
  }

  /// The first bytes, greatest weight first.
  static long of(byte[] bytes, int offset, int length) {
    long prefix = 0;
    int taken = Math.min(length, Long.BYTES);
    for (int i = 0; i < taken; i++) prefix |= (bytes[offset + i] & 0xFFL) << 56 - 8 * i;
    return prefix >>> 2;
  }
}
