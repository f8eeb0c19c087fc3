// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.plan;

import java.util.List;
import org.redexdb.meshdb.api.SqlType;

/// A column that a channel scan delivers.
public sealed interface ScanColumn {
  SqlType type();

  /// A fact about the event that is not in its payload.
  record Intrinsic(Kind kind) implements ScanColumn {
    /// `event_seq`, `event_ts`, …
    public enum Kind {
      SEQ(SqlType.BIGINT), TS(SqlType.TIMESTAMP), TIME(SqlType.TIMESTAMP), CHANNEL(SqlType.VARCHAR),
      ORIGIN(SqlType.VARCHAR), ID(SqlType.UUID), TYPE(SqlType.VARCHAR), KEY(SqlType.VARCHAR), HEADERS(SqlType.JSON),
      /// JSON in a JSON channel, VARCHAR in a text channel, VARBINARY else.
      PAYLOAD(SqlType.ANY);

      private final SqlType type;

      Kind(SqlType type) {
        this.type = type;
      }

      public SqlType type() { return type; }
    }

    @Override
    public SqlType type() { return kind.type(); }
  }

  /// A value inside a JSON payload; NULL when missing, when JSON null, and when the payload is no valid JSON.
  ///
  /// @param steps at least one
  /// @param type  type known for the field; values of other types still come as what they are
  record Field(List<PathStep> steps, SqlType type) implements ScanColumn {
    public Field {
      steps = List.copyOf(steps);
    }
  }

  /// A declared column of a table: the field converted to exactly this type (DECIMAL from the digits of the text).
  record Declared(String name, SqlType type) implements ScanColumn {
  }

  /// Whether the payload has the path, be it null.
  record Has(List<PathStep> steps) implements ScanColumn {
    public Has {
      steps = List.copyOf(steps);
    }

    @Override
    public SqlType type() { return SqlType.BOOLEAN; }
  }
}
