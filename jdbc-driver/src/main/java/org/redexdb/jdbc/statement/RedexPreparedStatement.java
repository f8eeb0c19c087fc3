// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.statement;

import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.error.SqlState;
import org.redexdb.jdbc.resultset.RedexResultSetMetaData;
import org.redexdb.jdbc.types.ConversionFailure;
import org.redexdb.jdbc.types.ToSql;
import org.redexdb.meshdb.api.PreparedSql;

/// A statement parsed once and run many times. Values are converted when they are set, so that an array or a date
/// changed afterwards changes nothing.
public final class RedexPreparedStatement extends RedexStatement implements ValueSetters, StreamSetters {
  /// Conversion of a value that was given without type.
  @FunctionalInterface
  private interface Conversion {
    Object of(Object given, ZoneId zone) throws ConversionFailure;
  }

  /// Stands where no value was set; null is a value.
  private enum Unset {
    UNSET
  }

  private final PreparedSql prepared;
  private final KeyRequest keys;
  private final @Nullable Object[] values;

  RedexPreparedStatement(StatementHost host, PreparedSql prepared, KeyRequest keys) {
    super(host);
    this.prepared = prepared;
    this.keys = keys;
    this.values = new Object[prepared.parameterCount()];
    Arrays.fill(values, Unset.UNSET);
  }

  public static RedexPreparedStatement prepare(StatementHost host, String sql) throws SQLException {
    return new RedexPreparedStatement(host, prepareText(host, sql), KeyRequest.NONE);
  }

  public static RedexPreparedStatement prepare(StatementHost host, String sql, int keys) throws SQLException {
    return new RedexPreparedStatement(host, prepareText(host, sql), KeyRequest.of(keys));
  }

  public static RedexPreparedStatement prepare(StatementHost host, String sql, int[] columns) throws SQLException {
    return new RedexPreparedStatement(host, prepareText(host, sql), KeyRequest.of(columns));
  }

  public static RedexPreparedStatement prepare(StatementHost host, String sql, String[] names) throws SQLException {
    return new RedexPreparedStatement(host, prepareText(host, sql), KeyRequest.of(names));
  }

  @Override
  public boolean run(String sql, Expected expected, KeyRequest wanted) throws SQLException {
    throw SqlErrors.of(SqlState.WRONG_KIND_OF_STATEMENT,
        "a prepared statement runs its own text; use createStatement for another");
  }

  @Override
  public void addBatch(String sql) throws SQLException { run(sql, Expected.COUNT, KeyRequest.NONE); }

  @Override
  public boolean execute() throws SQLException { return run(prepared, Expected.ANYTHING, keys, given()); }

  @Override
  public ResultSet executeQuery() throws SQLException {
    run(prepared, Expected.ROWS, keys, given());
    return Objects.requireNonNull(getResultSet());
  }

  @Override
  public long executeLargeUpdate() throws SQLException { return update(given()); }

  @Override
  public int executeUpdate() throws SQLException { return SqlTextCalls.narrow(executeLargeUpdate()); }

  private long update(List<@Nullable Object> parameters) throws SQLException {
    run(prepared, Expected.COUNT, keys, parameters);
    return getLargeUpdateCount();
  }

  @Override
  public void addBatch() throws SQLException {
    List<@Nullable Object> parameters = given();
    addBatch(() -> update(parameters));
  }

  private List<@Nullable Object> given() throws SQLException {
    checkOpen();
    for (int i = 0; i < values.length; i++)
      if (values[i] instanceof Unset)
        throw SqlErrors.of(SqlState.MISSING_PARAMETER,
            "parameter " + (i + 1) + " of " + values.length + " has no value");
    return Collections.unmodifiableList(Arrays.asList(values.clone()));
  }

  @Override
  public void clearParameters() throws SQLException {
    checkOpen();
    Arrays.fill(values, Unset.UNSET);
  }

  @Override
  public void setObject(int parameter, @Nullable Object given) throws SQLException {
    set(parameter, given, ToSql::value);
  }

  @Override
  public void set(int parameter, @Nullable Object given, int jdbcType, int scale) throws SQLException {
    set(parameter, given, (value, zone) -> ToSql.value(value, jdbcType, scale, zone));
  }

  private void set(int parameter, @Nullable Object given, Conversion conversion) throws SQLException {
    checkOpen();
    if (parameter < 1 || parameter > values.length)
      throw SqlErrors.of(SqlState.BAD_INDEX,
          "there is no parameter " + parameter + ": the statement has " + values.length);
    try {
      values[parameter - 1] = given == null ? null : conversion.of(given, host().zone());
    } catch (ConversionFailure e) {
      throw e.at("parameter " + parameter);
    }
  }

  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return prepared.returnsRows() ? new RedexResultSetMetaData(prepared.columns()) : null;
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    checkOpen();
    return new RedexParameterMetaData(prepared.parameterTypes());
  }
}
