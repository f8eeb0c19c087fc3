// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

/// Half-open range of sequence numbers, `[from, to)`. Empty when `from == to`.
public record SeqRange(long from, long to) {
  /// Everything there is at the moment of use.
  public static final SeqRange ALL = new SeqRange(0, Long.MAX_VALUE);

  public SeqRange {
    if (from < 0 || to < from) throw new IllegalArgumentException("bad seq range [" + from + ", " + to + ")");
  }

  public static SeqRange from(long seq) { return new SeqRange(seq, Long.MAX_VALUE); }

  public long count() { return to - from; }
}
