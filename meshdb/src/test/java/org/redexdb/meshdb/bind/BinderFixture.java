// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.time.ZoneOffset;
import java.util.List;
import org.redexdb.grammar.Rql;
import org.redexdb.grammar.tree.Query;
import org.redexdb.meshdb.FakeCatalog;
import org.redexdb.meshdb.FakeFields;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.PlanText;
import org.redexdb.meshdb.schema.SchemaText;
import org.redexdb.meshdb.schema.TableColumn;
import org.redexdb.meshdb.schema.TableSchema;

/// Two channels without a schema, orders and users, and a declared table, items.
public final class BinderFixture {
  public final FakeCatalog catalog = new FakeCatalog();
  public final FakeFields fields = new FakeFields();

  public BinderFixture() {
    catalog.channel("orders");
    catalog.channel("users");
    fields.with("orders", "amount", SqlType.DOUBLE).with("orders", "status", SqlType.VARCHAR)
        .with("orders", "count", SqlType.BIGINT).with("orders", "userId", SqlType.BIGINT)
        .with("orders", "ts", SqlType.VARCHAR).with("orders", "user", SqlType.JSON);
    fields.with("users", "id", SqlType.BIGINT).with("users", "name", SqlType.VARCHAR)
        .with("users", "ID", SqlType.BIGINT)
        .with("users", "status", SqlType.VARCHAR);
    var schema = new TableSchema(List.of(new TableColumn("id", SqlType.BIGINT, true, null),
        new TableColumn("price", SqlType.decimal(10, 2), false, null),
        new TableColumn("sold", SqlType.TIMESTAMP, false, null), new TableColumn("ts", SqlType.VARCHAR, false, null),
        new TableColumn("info", SqlType.JSON, false, null)), false);
    catalog.channel("items").attribute(TableSchema.ATTRIBUTE, SchemaText.write(schema));
  }

  public Bound bind(String sql) {
    return Bound.of((Query) Rql.parseOne(sql), context(sql), null);
  }

  public Context context(String sql) {
    return new Context(catalog, fields, ZoneOffset.UTC, new Problems(sql));
  }

  /// The plan as written, before any rule.
  public String plan(String sql) { return String.join("\n", PlanText.lines(bind(sql).plan())); }

  /// `name TYPE` of each column.
  public List<String> columns(String sql) {
    return bind(sql).columns().stream().map(column -> column.name() + " " + column.type()
        + (column.nullable() ? "" : " not null")).toList();
  }
}
