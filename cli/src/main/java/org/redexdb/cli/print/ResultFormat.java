// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.print;

import java.io.PrintStream;
import java.util.List;

/// How rows are written.
public enum ResultFormat {
  TABLE, CSV, JSONL;

  /// @param widthMax columns of the terminal that rows are shown on; 0 writes every value in full
  RowWriter writer(PrintStream out, List<ColumnHead> columns, int widthMax) {
    return switch (this) {
      case TABLE -> new TableWriter(out, columns, widthMax);
      case CSV -> new CsvWriter(out, columns);
      case JSONL -> new JsonlWriter(out, columns);
    };
  }
}
