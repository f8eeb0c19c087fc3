// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Statement;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.bind.ChannelLookup;
import org.redexdb.meshdb.bind.Context;
import org.redexdb.meshdb.bind.FieldSource;
import org.redexdb.meshdb.bind.IntrinsicColumns;
import org.redexdb.meshdb.plan.ScanColumn.Intrinsic;
import org.redexdb.meshdb.schema.DefaultValue;
import org.redexdb.meshdb.schema.SchemaText;
import org.redexdb.meshdb.schema.TableColumn;
import org.redexdb.redex.api.Channel;
import org.redexdb.storage.api.PayloadCodec;

/// DESCRIBE: declared columns, fields found in payloads, then what every channel has.
final class DescribeStatement implements Prepared {
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final List<Column> COLUMNS = List.of(new Column("column", SqlType.VARCHAR, false, null, null),
      new Column("type", SqlType.VARCHAR, false, null, null),
      new Column("nullable", SqlType.BOOLEAN, false, null, null),
      new Column("kind", SqlType.VARCHAR, false, null, null), new Column("note", SqlType.VARCHAR, true, null, null));

  private final Engine engine;
  private final Statement.Describe describe;
  private final Context context;

  DescribeStatement(Engine engine, Statement.Describe describe, Context context) {
    this.engine = engine;
    this.describe = describe;
    this.context = context;
  }

  @Override
  public List<Column> columns() { return COLUMNS; }

  @Override
  public SqlResult execute(Invocation invocation) {
    var channel = ChannelLookup.require(describe.name(), context);
    var schema = SchemaText.of(channel);
    var rows = new ArrayList<List<@Nullable Object>>();
    if (schema != null) schema.columns().forEach(column -> rows.add(declared(column)));
    boolean json = channel.options().codec() == PayloadCodec.JSON;
    if (json) {
      for (var field : engine.fields().described(channel)) {
        if (schema == null || schema.find(field.path().getFirst()) == null) rows.add(field(field));
      }
    }
    for (var kind : IntrinsicColumns.all()) rows.add(intrinsic(kind, channel));
    return new SqlResult.Rows(new ListCursor(COLUMNS, rows));
  }

  private static List<@Nullable Object> row(String name, String type, boolean nullable, String kind,
      @Nullable String note) {
    var row = new ArrayList<@Nullable Object>();
    row.add(name);
    row.add(type);
    row.add(nullable);
    row.add(kind);
    row.add(note);
    return row;
  }

  private static List<@Nullable Object> declared(TableColumn column) {
    String note = switch (column.defaultValue()) {
      case null -> null;
      case DefaultValue.Constant(String json) -> "DEFAULT " + json;
      case DefaultValue.StatementTime() -> "DEFAULT now()";
    };
    return row(column.name(), column.type().toString(), !column.notNull(), "declared", note);
  }

  /// A field that a bare name cannot reach is shown with the way to it.
  private static List<@Nullable Object> field(FieldSource.Described field) {
    String name = field.path().stream().map(DescribeStatement::asWritten).collect(Collectors.joining("."));
    boolean hidden = field.path().size() == 1 && IntrinsicColumns.hidesField(name);
    return row(hidden ? "payload." + name : name, field.type().toString(), true, "field",
        field.drifted() ? "values of several types" : null);
  }

  /// A key as a statement takes it, so that `"a.b"` and `a.b` are not one.
  private static String asWritten(String key) {
    return PLAIN_NAME.matcher(key).matches() ? key : '"' + key.replace("\"", "\"\"") + '"';
  }

  private List<@Nullable Object> intrinsic(Intrinsic.Kind kind, Channel channel) {
    var codec = channel.options().codec();
    String type = kind != Intrinsic.Kind.PAYLOAD ? kind.type().toString() : switch (codec) {
      case JSON -> "JSON";
      case TEXT -> "VARCHAR";
      case BYTES, CORTEX -> "VARBINARY";
    };
    long invalid = kind == Intrinsic.Kind.PAYLOAD && codec == PayloadCodec.JSON
        ? engine.fields().invalidCount(channel)
        : 0;
    return row(IntrinsicColumns.name(kind), type, IntrinsicColumns.nullable(kind), "intrinsic",
        invalid == 0 ? null : invalid + (invalid == 1 ? " event is" : " events are") + " no valid JSON");
  }
}
