// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Identifier;
import org.redexdb.grammar.tree.Span;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.bind.IntrinsicColumns;
import org.redexdb.meshdb.bind.NameHint;
import org.redexdb.meshdb.bind.Problems;
import org.redexdb.meshdb.schema.TableColumn;
import org.redexdb.meshdb.schema.TableSchema;

/// Where one value of a row goes.
sealed interface InsertTarget {
  SqlType type();

  /// A field of the payload.
  ///
  /// @param declared null in a channel without a schema, or for an extra field
  record Field(String name, @Nullable TableColumn declared) implements InsertTarget {
    @Override
    public SqlType type() { return declared == null ? SqlType.ANY : declared.type(); }
  }

  /// A fact about the event beside the payload, or the payload as a whole.
  record Fact(Kind kind) implements InsertTarget {
    enum Kind {
      KEY(SqlType.VARCHAR), TYPE(SqlType.VARCHAR), TIME(SqlType.TIMESTAMP), ID(SqlType.UUID), PAYLOAD(SqlType.ANY);

      private final SqlType type;

      Kind(SqlType type) {
        this.type = type;
      }
    }

    @Override
    public SqlType type() { return kind.type; }
  }

  /// The targets of an INSERT.
  ///
  /// @param names empty when none were written
  static List<InsertTarget> of(List<Identifier> names, @Nullable TableSchema schema, Span at, Problems problems) {
    if (names.isEmpty()) {
      if (schema == null)
        throw problems.invalid("42601", "name the columns: INSERT INTO channel (a, b) VALUES …; the channel has no"
            + " schema", at);
      return schema.columns().stream().<InsertTarget>map(column -> new Field(column.name(), column)).toList();
    }
    var targets = new ArrayList<InsertTarget>();
    var seen = new HashSet<InsertTarget>();
    for (var name : names) {
      var target = target(name, schema, problems);
      if (!seen.add(target))
        throw problems.invalid("42701", "column \"" + name.text() + "\" is named twice", name.span());
      targets.add(target);
    }
    if (seen.contains(new Fact(Fact.Kind.PAYLOAD)) && targets.stream().anyMatch(Field.class::isInstance))
      throw problems.invalid("42601", "payload is the whole of it: no field can be given beside it", at);
    return targets;
  }

  private static InsertTarget target(Identifier name, @Nullable TableSchema schema, Problems problems) {
    String folded = name.folded();
    var declared = schema == null ? null : schema.find(folded);
    if (declared != null) return new Field(declared.name(), declared);
    switch (folded) {
      case "event_key" -> {
        return new Fact(Fact.Kind.KEY);
      }
      case "event_type" -> {
        return new Fact(Fact.Kind.TYPE);
      }
      case "event_time" -> {
        return new Fact(Fact.Kind.TIME);
      }
      case "event_id" -> {
        return new Fact(Fact.Kind.ID);
      }
      case "payload" -> {
        return new Fact(Fact.Kind.PAYLOAD);
      }
      default -> {
      }
    }
    if (IntrinsicColumns.reserved(folded) || IntrinsicColumns.byShortAlias(folded) != null)
      throw problems.invalid("428C9", "\"" + name.text() + "\" is set by the store; a payload field of that name is"
          + " written with the whole payload: (payload) VALUES ('{…}')", name.span());
    if (schema != null && !schema.extraAllowed())
      throw problems.invalid("42703", "no column \"" + name.text() + "\" in the table"
          + NameHint.of(name.text(), schema.names()), name.span());
    return new Field(name.text(), null);
  }
}
