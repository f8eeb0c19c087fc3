// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.scan;

import org.redexdb.meshdb.json.JsonKind;
import org.redexdb.meshdb.vector.BoolVector;
import org.redexdb.meshdb.vector.Vector;

/// Whether a path is there, be it null. Never NULL.
final class HasReader extends ColumnReader {
  private final int slot;

  HasReader(int slot) {
    this.slot = slot;
  }

  @Override
  Vector read(ScanRows rows) {
    BoolVector vector = bools();
    byte[] kind = rows.found[slot].kind;
    for (int i = 0; i < rows.size; i++) vector.values[i] = (byte) (JsonKind.MISSING - kind[i] >>> 31);
    return vector;
  }
}
