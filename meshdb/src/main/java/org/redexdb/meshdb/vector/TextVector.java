// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.vector;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlType;

/// VARCHAR and JSON as UTF-8, VARBINARY as is: ranges of arrays that may be shared with the scan's block.
public final class TextVector extends Vector {
  private final SqlType.Kind kind;
  /// Array that holds row `i`; rows often share one.
  public final byte[][] bytes = new byte[Batch.ROWS][];
  public final int[] offset = new int[Batch.ROWS];
  public final int[] length = new int[Batch.ROWS];

  public TextVector(SqlType.Kind kind) {
    this.kind = kind;
  }

  @Override
  public SqlType.Kind kind() { return kind; }

  public void set(int row, byte[] source, int at, int size) {
    bytes[row] = source;
    offset[row] = at;
    length[row] = size;
  }

  @Override
  public @Nullable Object boxed(int row) {
    if (isNull(row)) return null;
    if (kind == SqlType.Kind.VARBINARY) return Arrays.copyOfRange(bytes[row], offset[row], offset[row] + length[row]);
    String text = new String(bytes[row], offset[row], length[row], StandardCharsets.UTF_8);
    return kind == SqlType.Kind.JSON ? new Json(text) : text;
  }
}
