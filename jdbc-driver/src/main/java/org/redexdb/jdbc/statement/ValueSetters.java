// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.statement;

import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;
import org.redexdb.jdbc.error.SqlErrors;

/// The setters of single values; they come down to [#setObject].
interface ValueSetters extends PreparedStatement {
  /// No rounding asked for.
  int ALL_DIGITS = -1;

  private static SQLException refusal(String type) {
    return SqlErrors.notSupported("there is no SQL type for " + type + "; use setString or setBytes");
  }

  /// @param scale digits kept of a DECIMAL, [#ALL_DIGITS] for all
  void set(int parameter, @Nullable Object given, int jdbcType, int scale) throws SQLException;

  @Override
  default void setObject(int parameter, @Nullable Object given, int jdbcType) throws SQLException {
    set(parameter, given, jdbcType, ALL_DIGITS);
  }

  @Override
  default void setObject(int parameter, @Nullable Object given, int jdbcType, int scale) throws SQLException {
    set(parameter, given, jdbcType, scale);
  }

  @Override
  default void setObject(int parameter, @Nullable Object given, SQLType type) throws SQLException {
    set(parameter, given, type.getVendorTypeNumber(), ALL_DIGITS);
  }

  @Override
  default void setObject(int parameter, @Nullable Object given, SQLType type, int scale) throws SQLException {
    set(parameter, given, type.getVendorTypeNumber(), scale);
  }

  @Override
  default void setNull(int parameter, int jdbcType) throws SQLException { setObject(parameter, null); }

  @Override
  default void setNull(int parameter, int jdbcType, String typeName) throws SQLException { setObject(parameter, null); }

  @Override
  default void setBoolean(int parameter, boolean value) throws SQLException { setObject(parameter, value); }

  @Override
  default void setByte(int parameter, byte value) throws SQLException { setObject(parameter, value); }

  @Override
  default void setShort(int parameter, short value) throws SQLException { setObject(parameter, value); }

  @Override
  default void setInt(int parameter, int value) throws SQLException { setObject(parameter, value); }

  @Override
  default void setLong(int parameter, long value) throws SQLException { setObject(parameter, value); }

  @Override
  default void setFloat(int parameter, float value) throws SQLException { setObject(parameter, value); }

  @Override
  default void setDouble(int parameter, double value) throws SQLException { setObject(parameter, value); }

  @Override
  default void setBigDecimal(int parameter, @Nullable BigDecimal value) throws SQLException {
    setObject(parameter, value);
  }

  @Override
  default void setString(int parameter, @Nullable String value) throws SQLException { setObject(parameter, value); }

  @Override
  default void setNString(int parameter, @Nullable String value) throws SQLException { setObject(parameter, value); }

  @Override
  default void setBytes(int parameter, byte @Nullable [] value) throws SQLException { setObject(parameter, value); }

  @Override
  default void setDate(int parameter, @Nullable Date value) throws SQLException { setObject(parameter, value); }

  @Override
  default void setDate(int parameter, @Nullable Date value, @Nullable Calendar calendar) throws SQLException {
    setObject(parameter, value == null || calendar == null
        ? value
        : Instant.ofEpochMilli(value.getTime()).atZone(calendar.getTimeZone().toZoneId()).toLocalDate());
  }

  @Override
  default void setTime(int parameter, @Nullable Time value) throws SQLException { setObject(parameter, value); }

  @Override
  default void setTime(int parameter, @Nullable Time value, @Nullable Calendar calendar) throws SQLException {
    setObject(parameter, value == null || calendar == null
        ? value
        : Instant.ofEpochMilli(value.getTime()).atZone(calendar.getTimeZone().toZoneId()).toLocalTime());
  }

  @Override
  default void setTimestamp(int parameter, @Nullable Timestamp value) throws SQLException {
    setObject(parameter, value);
  }

  /// The calendar changes nothing: a [Timestamp] is an instant already, and so is what is stored.
  @Override
  default void setTimestamp(int parameter, @Nullable Timestamp value, @Nullable Calendar calendar)
      throws SQLException {
    setObject(parameter, value);
  }

  @Override
  default void setRef(int parameter, Ref value) throws SQLException { throw refusal("REF"); }

  @Override
  default void setArray(int parameter, Array value) throws SQLException { throw refusal("ARRAY"); }

  @Override
  default void setURL(int parameter, URL value) throws SQLException { throw refusal("DATALINK"); }

  @Override
  default void setRowId(int parameter, RowId value) throws SQLException { throw refusal("ROWID"); }

  @Override
  default void setSQLXML(int parameter, SQLXML value) throws SQLException { throw refusal("XML"); }
}
