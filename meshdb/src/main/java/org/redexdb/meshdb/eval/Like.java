// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.value.BadValue;
import org.redexdb.meshdb.value.LikePattern;
import org.redexdb.meshdb.vector.Batch;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.TextVector;
import org.redexdb.meshdb.vector.Vector;

/// `value LIKE constant`, over the bytes of the texts. A value that is no text is UNKNOWN.
final class Like implements Evaluator {
  private final Evaluator input;
  private final LikePattern pattern;
  private final boolean strict;
  private final Outputs outputs = new Outputs();

  Like(Evaluator input, LikePattern pattern, boolean strict) {
    this.input = input;
    this.pattern = pattern;
    this.strict = strict;
  }

  @Override
  public Vector eval(Batch batch, int @Nullable [] rows, int count) {
    Vector values = input.eval(batch, rows, count);
    BoolVector out = outputs.bools();
    if (values instanceof TextVector texts && texts.kind() == SqlType.Kind.VARCHAR) {
      out.nulls = Nulls.copy(values, outputs.words);
      for (int k = 0; k < count; k++) {
        int i = rows == null ? k : rows[k];
        out.values[i] = (byte) (!texts.isNull(i) && pattern.matches(texts.bytes[i], texts.offset[i], texts.length[i])
            ? 1
            : 0);
      }
      return out;
    }
    for (int k = 0; k < count; k++) {
      int i = rows == null ? k : rows[k];
      Boolean answer = matches(values.boxed(i), pattern, strict);
      out.values[i] = (byte) (Boolean.TRUE.equals(answer) ? 1 : 0);
      if (answer == null) out.setNull(i);
    }
    return out;
  }

  static @Nullable Boolean matches(@Nullable Object value, LikePattern pattern, boolean strict) {
    if (value instanceof String text) return pattern.matches(text);
    if (value != null && strict) throw BadValue.wrongType("match with LIKE", value);
    return null;
  }
}
