// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.eval;

import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.DoubleVector;
import org.redexdb.meshdb.vector.LongVector;
import org.redexdb.meshdb.vector.ObjectVector;
import org.redexdb.meshdb.vector.TextVector;

/// Result vectors of one evaluator, made on first use and then reused, without nulls when handed out.
public final class Outputs {
  private @Nullable LongVector longs;
  private @Nullable DoubleVector doubles;
  private @Nullable BoolVector bools;
  private @Nullable TextVector texts;
  private @Nullable ObjectVector objects;
  /// Null words to put into a result.
  final long[] words = new long[Nulls.WORDS];

  public Outputs() {}

  public LongVector longs(SqlType.Kind kind) {
    LongVector vector = longs;
    if (vector == null) longs = vector = new LongVector(kind);
    else if (vector.kind() != kind) longs = vector = new LongVector(kind, vector.values);
    vector.nulls = null;
    return vector;
  }

  public DoubleVector doubles() {
    DoubleVector vector = doubles;
    if (vector == null) doubles = vector = new DoubleVector();
    vector.nulls = null;
    return vector;
  }

  public BoolVector bools() {
    BoolVector vector = bools;
    if (vector == null) bools = vector = new BoolVector();
    vector.nulls = null;
    return vector;
  }

  public TextVector texts(SqlType.Kind kind) {
    TextVector vector = texts;
    if (vector == null || vector.kind() != kind) texts = vector = new TextVector(kind);
    vector.nulls = null;
    return vector;
  }

  public ObjectVector objects(SqlType.Kind kind) {
    ObjectVector vector = objects;
    if (vector == null || vector.kind() != kind) objects = vector = new ObjectVector(kind);
    vector.nulls = null;
    return vector;
  }
}
