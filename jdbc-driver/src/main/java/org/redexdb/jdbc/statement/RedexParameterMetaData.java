// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.statement;

import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.error.SqlState;
import org.redexdb.jdbc.error.Unwrapping;
import org.redexdb.jdbc.types.SqlTypes;
import org.redexdb.meshdb.api.SqlType;

/// What was inferred of the parameters of a statement. Immutable.
final class RedexParameterMetaData implements ParameterMetaData, Unwrapping {
  private final List<SqlType> types;

  RedexParameterMetaData(List<SqlType> types) {
    this.types = List.copyOf(types);
  }

  private SqlType type(int parameter) throws SQLException {
    if (parameter < 1 || parameter > types.size())
      throw SqlErrors.of(SqlState.BAD_INDEX,
          "there is no parameter " + parameter + ": the statement has " + types.size());
    return types.get(parameter - 1);
  }

  @Override
  public int getParameterCount() { return types.size(); }

  @Override
  public int isNullable(int parameter) throws SQLException {
    type(parameter);
    return parameterNullableUnknown;
  }

  @Override
  public boolean isSigned(int parameter) throws SQLException { return SqlTypes.of(type(parameter)).signed(); }

  @Override
  public int getPrecision(int parameter) throws SQLException {
    return SqlTypes.of(type(parameter)).precision(type(parameter));
  }

  @Override
  public int getScale(int parameter) throws SQLException {
    return SqlTypes.of(type(parameter)).scale(type(parameter));
  }

  @Override
  public int getParameterType(int parameter) throws SQLException { return SqlTypes.of(type(parameter)).jdbcType(); }

  @Override
  public String getParameterTypeName(int parameter) throws SQLException {
    return SqlTypes.of(type(parameter)).typeName();
  }

  @Override
  public String getParameterClassName(int parameter) throws SQLException {
    return SqlTypes.of(type(parameter)).javaClass().getName();
  }

  @Override
  public int getParameterMode(int parameter) throws SQLException {
    type(parameter);
    return parameterModeIn;
  }
}
