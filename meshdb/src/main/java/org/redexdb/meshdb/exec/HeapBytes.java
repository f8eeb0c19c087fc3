// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.exec;

import java.math.BigDecimal;
import org.redexdb.meshdb.api.Json;

/// What a boxed value that outlives its batch takes of the heap, for [MemoryBudget]. An upper bound, because a text's own
/// width shows only in reading all of it.
final class HeapBytes {
  /// A reference, and a value without a part that grows: the headers of a text, a number, a time.
  static final int PER_OBJECT = 48;
  /// Digits of a BigDecimal that keeps no BigInteger.
  private static final int COMPACT_DIGITS_MAX = 18;
  /// BigInteger and the header of its array.
  private static final int BIG_INTEGER_BYTES = 64;

  private HeapBytes() {}

  /// What a value takes beyond [#PER_OBJECT].
  static long beyondObject(Object value) {
    return switch (value) {
      case String text -> 2L * text.length();
      case Json json -> PER_OBJECT + 2L * json.text().length();
      case byte[] bytes -> bytes.length;
      case BigDecimal number when number.precision() > COMPACT_DIGITS_MAX ->
        BIG_INTEGER_BYTES + number.precision() / 2;
      default -> 0;
    };
  }
}
