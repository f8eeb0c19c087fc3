// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;

/// A bound expression over the columns of one input. `type` is what the binder can promise; where it is ANY (or a known
/// payload type) the values decide, batch by batch.
public sealed interface Rex {
  SqlType type();

  /// @param value boxed as [SqlType.Kind] says, or null
  record Literal(@Nullable Object value, SqlType type) implements Rex {
  }

  /// @param index 0-based
  record Parameter(int index, SqlType type) implements Rex {
  }

  /// A column of the input.
  record Ref(int column, SqlType type) implements Rex {
  }

  record Call(Op op, List<Rex> arguments, SqlType type) implements Rex {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /// `CASE WHEN condition THEN result … ELSE otherwise END`; branches are tried in order and evaluated only where reached.
  record Case(List<When> branches, Rex otherwise, SqlType type) implements Rex {
    public Case {
      branches = List.copyOf(branches);
    }
  }

  record When(Rex condition, Rex result) {
  }

  /// `value IN (elements)`, three-valued.
  record In(Rex value, List<Rex> elements) implements Rex {
    public In {
      elements = List.copyOf(elements);
    }

    @Override
    public SqlType type() { return SqlType.BOOLEAN; }
  }

  /// @throws org.redexdb.meshdb.api.SqlException.Data at run time, 22018 or 22003, when a value does not convert
  record Cast(Rex value, SqlType type) implements Rex {
  }

  /// The statement's own time, the same for all its rows.
  record Now() implements Rex {
    @Override
    public SqlType type() { return SqlType.TIMESTAMP; }
  }
}
