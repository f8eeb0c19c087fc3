// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.plan;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.redex.api.Channel;

/// A bound query: a tree of nodes, each giving the columns of `types()` in order.
public sealed interface Plan {
  List<SqlType> types();

  /// Events of one channel, in seq order.
  ///
  /// @param columns   what to deliver, at least zero
  /// @param predicate condition over `columns`, or null; rows that do not meet it (or give UNKNOWN) are left out
  /// @param limit     stop after this many rows, or -1
  record Scan(Channel channel, Travel travel, List<ScanColumn> columns, @Nullable Rex predicate,
      long limit) implements Plan {
    public Scan {
      columns = List.copyOf(columns);
    }

    @Override
    public List<SqlType> types() { return columns.stream().map(ScanColumn::type).toList(); }
  }

  /// Constant rows; expressions without references. One row of no columns for SELECT without FROM.
  record Values(List<List<Rex>> rows, List<SqlType> types) implements Plan {
    public Values {
      rows = rows.stream().map(List::copyOf).toList();
      types = List.copyOf(types);
    }
  }

  record Filter(Plan input, Rex predicate) implements Plan {
    @Override
    public List<SqlType> types() { return input.types(); }
  }

  record Project(Plan input, List<Rex> expressions) implements Plan {
    public Project {
      expressions = List.copyOf(expressions);
    }

    @Override
    public List<SqlType> types() { return expressions.stream().map(Rex::type).toList(); }
  }

  /// Groups in the order of their first row. Columns: the keys, then the aggregates. Without keys exactly one row.
  record Aggregate(Plan input, List<Rex> keys, List<AggregateCall> calls) implements Plan {
    public Aggregate {
      keys = List.copyOf(keys);
      calls = List.copyOf(calls);
    }

    @Override
    public List<SqlType> types() {
      return Stream.concat(keys.stream().map(Rex::type), calls.stream().map(AggregateCall::type))
          .toList();
    }
  }

  /// @param function aggregate
  /// @param argument null for COUNT(*)
  /// @param filter   rows that count, or null
  /// @param place    where it was written
  record AggregateCall(Function function, @Nullable Rex argument, boolean distinct, @Nullable Rex filter,
      SqlType type, Place place) {
    public AggregateCall(Function function, @Nullable Rex argument, boolean distinct, @Nullable Rex filter,
        SqlType type) {
      this(function, argument, distinct, filter, type, Place.NONE);
    }

    /// Aggregates. NULL arguments are passed over; over no values COUNT is 0, the others NULL.
    public enum Function {
      COUNT,
      /// DECIMAL for whole and decimal numbers, else DOUBLE: the correctly rounded exact sum.
      SUM,
      /// DOUBLE: the correctly rounded exact sum divided by the count.
      AVG, MIN, MAX
    }
  }

  /// Stable sort.
  ///
  /// @param limit  rows to keep after `offset`, or -1
  /// @param offset rows to drop first
  record Sort(Plan input, List<Key> keys, long limit, long offset) implements Plan {
    public Sort {
      keys = List.copyOf(keys);
    }

    /// One sort key.
    public record Key(Rex value, boolean descending, boolean nullsFirst) {
    }

    @Override
    public List<SqlType> types() { return input.types(); }
  }

  /// @param limit rows to keep after `offset`, or -1
  record Limit(Plan input, long limit, long offset) implements Plan {
    @Override
    public List<SqlType> types() { return input.types(); }
  }

  /// Each different row once, in the order of first appearance; NULLs count as equal.
  record Distinct(Plan input) implements Plan {
    @Override
    public List<SqlType> types() { return input.types(); }
  }

  /// Inner join. Columns: left, then right. NULL keys meet nothing.
  ///
  /// @param leftKeys  over the columns of `left`, as many as `rightKeys`; none for a cross join
  /// @param residual  further condition over left then right columns, or null
  record Join(Plan left, Plan right, List<Rex> leftKeys, List<Rex> rightKeys, @Nullable Rex residual) implements Plan {
    public Join {
      leftKeys = List.copyOf(leftKeys);
      rightKeys = List.copyOf(rightKeys);
    }

    @Override
    public List<SqlType> types() {
      return Stream.concat(left.types().stream(), right.types().stream()).toList();
    }
  }
}
