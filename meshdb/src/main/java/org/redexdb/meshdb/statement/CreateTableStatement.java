// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.ColumnDefinition;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Statement;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.bind.ChannelLookup;
import org.redexdb.meshdb.bind.ConstantBinder;
import org.redexdb.meshdb.bind.Context;
import org.redexdb.meshdb.bind.DataTypes;
import org.redexdb.meshdb.bind.IntrinsicColumns;
import org.redexdb.meshdb.bind.Problems;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.schema.DefaultValue;
import org.redexdb.meshdb.schema.SchemaText;
import org.redexdb.meshdb.schema.TableColumn;
import org.redexdb.meshdb.schema.TableSchema;

/// CREATE TABLE: a channel with a schema.
final class CreateTableStatement implements Prepared {
  private final Engine engine;
  private final Context context;
  private final Problems problems;
  private final String name;
  private final boolean ifNotExists;
  private final ChannelSettings settings;
  private final TableSchema schema;

  CreateTableStatement(Engine engine, Statement.CreateTable create, Context context) {
    this.engine = engine;
    this.context = context;
    this.problems = context.problems();
    this.name = ChannelLookup.name(create.name(), problems);
    this.ifNotExists = create.ifNotExists();
    this.settings = ChannelSettings.of(create.options(), true, problems);
    for (var key : create.keys())
      throw problems.unsupported(key.primary() ? "PRIMARY KEY" : "UNIQUE", "leave it out", key.span());
    this.schema = new TableSchema(columns(create), settings.extraAllowed());
  }

  private List<TableColumn> columns(Statement.CreateTable create) {
    if (create.columns().size() > TableSchema.COLUMNS_MAX)
      throw problems.invalid("54011", "a table has at most " + TableSchema.COLUMNS_MAX + " columns", create.span());
    var columns = new ArrayList<TableColumn>();
    var names = new HashSet<String>();
    for (var definition : create.columns()) {
      String column = definition.name().folded();
      if (IntrinsicColumns.reserved(column))
        throw problems.invalid("42939", "\"" + column + "\" is a column that every channel has; choose another name",
            definition.name().span());
      if (!names.add(column))
        throw problems.invalid("42701", "column \"" + column + "\" is declared twice", definition.name().span());
      columns.add(column(column, definition));
    }
    return columns;
  }

  private TableColumn column(String column, ColumnDefinition definition) {
    if (definition.primaryKey()) throw problems.unsupported("PRIMARY KEY", "leave it out", definition.span());
    if (definition.unique()) throw problems.unsupported("UNIQUE", "leave it out", definition.span());
    SqlType written = DataTypes.of(definition.type(), problems);
    // What is stored has one scale: without one, SQL means whole numbers.
    SqlType type = written.equals(SqlType.DECIMAL) ? SqlType.decimal(38, 0) : written;
    return new TableColumn(column, type, definition.notNull(), defaultValue(column, type, definition));
  }

  private @Nullable DefaultValue defaultValue(String column, SqlType type, ColumnDefinition definition) {
    Expression expression = definition.defaultValue();
    if (expression == null) return null;
    Rex value = ConstantBinder.bind(expression, type, context);
    if (value instanceof Rex.Now && type.kind() == SqlType.Kind.TIMESTAMP) return new DefaultValue.StatementTime();
    if (!(value instanceof Rex.Literal literal))
      throw problems.unsupported("a DEFAULT that is no constant and not now()", "give the value with INSERT",
          expression.span());
    if (literal.value() == null) return null;
    try {
      var json = new StringBuilder();
      JsonWriter.value(json, ColumnValues.convert(literal.value(), column, type, context.zone()));
      return new DefaultValue.Constant(json.toString());
    } catch (SqlException.Data e) {
      throw problems.badValue(e.sqlState(), String.valueOf(e.getMessage()), expression.span());
    }
  }

  @Override
  public SqlResult execute(Invocation invocation) {
    engine.requireWritable();
    if (ifNotExists && engine.catalog().find(name).isPresent())
      return new SqlResult.Done("table " + name + " exists already");
    var channel = engine.catalog().create(name, settings.options());
    try {
      channel.attribute(TableSchema.ATTRIBUTE, SchemaText.write(schema));
    } catch (RuntimeException e) {
      // A channel without its schema would take any payload.
      engine.catalog().drop(name);
      throw e;
    }
    return new SqlResult.Done("created table " + name);
  }
}
