// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;

/// A bound expression over the columns of one input. `type` is what the binder can promise; where it is ANY (or a known
/// payload type) the values decide, batch by batch.
public sealed interface Rex {
  SqlType type();

  /// Where it was written, as far as errors at run time can come from it.
  default Place place() { return Place.NONE; }

  /// The same with a place, unless it has one or cannot fail.
  default Rex at(Place place) {
    if (place().known()) return this;
    return switch (this) {
      case Call(Op op, List<Rex> arguments, SqlType type, Place _) -> new Call(op, arguments, type, place);
      case In(Rex value, List<Rex> elements, Place _) -> new In(value, elements, place);
      case Cast(Rex value, SqlType type, Place _) -> new Cast(value, type, place);
      case Literal _,Parameter _,Ref _,Case _,Now _ -> this;
    };
  }

  /// @param value boxed as [SqlType.Kind] says, or null
  record Literal(@Nullable Object value, SqlType type) implements Rex {
  }

  /// @param index 0-based
  record Parameter(int index, SqlType type) implements Rex {
  }

  /// A column of the input.
  record Ref(int column, SqlType type) implements Rex {
  }

  record Call(Op op, List<Rex> arguments, SqlType type, Place place) implements Rex {
    public Call {
      arguments = List.copyOf(arguments);
    }

    public Call(Op op, List<Rex> arguments, SqlType type) { this(op, arguments, type, Place.NONE); }
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
  record In(Rex value, List<Rex> elements, Place place) implements Rex {
    public In {
      elements = List.copyOf(elements);
    }

    public In(Rex value, List<Rex> elements) { this(value, elements, Place.NONE); }

    @Override
    public SqlType type() { return SqlType.BOOLEAN; }
  }

  /// @throws org.redexdb.meshdb.api.SqlException.Data at run time, 22018 or 22003, when a value does not convert
  record Cast(Rex value, SqlType type, Place place) implements Rex {
    public Cast(Rex value, SqlType type) { this(value, type, Place.NONE); }
  }

  /// The statement's own time, the same for all its rows.
  record Now() implements Rex {
    @Override
    public SqlType type() { return SqlType.TIMESTAMP; }
  }
}
