// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.resultset;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.ref.Reference;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.error.SqlState;
import org.redexdb.jdbc.error.Unwrapping;
import org.redexdb.jdbc.types.ConversionFailure;
import org.redexdb.jdbc.types.ToJava;
import org.redexdb.jdbc.types.ToNumber;
import org.redexdb.jdbc.types.ToText;
import org.redexdb.jdbc.types.ToTime;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.storage.api.RedexException;

/// Rows of a query, forward only, computed as they are asked for.
///
/// Confined to one thread, except [#close]. Holds segments of the store pinned until closed or read to the end.
public final class RedexResultSet implements ByLabel, NotUpdatable, ForwardOnly, WithoutLocators, Unwrapping {
  /// What a conversion does with a value that is not NULL.
  @FunctionalInterface
  private interface Conversion<T> {
    T of(Object value) throws ConversionFailure;
  }

  private enum Place {
    /// Before the first row, whether there is one is not known.
    START,
    /// Before the first row, and the cursor stands on it already: somebody asked whether there is one.
    START_PEEKED, ROW, END
  }

  private final RowCursor cursor;
  private final List<Column> columns;
  private final ResultOwner owner;
  private final ZoneId zone;
  private final long maxRows;
  private @Nullable Map<String, Integer> numbers;
  private Place place = Place.START;
  private long row;
  private boolean wasNull;
  private int fetchSize;
  private volatile boolean closed;

  /// @param zone    what days and hours mean
  /// @param maxRows rows given at most, 0 for all
  public RedexResultSet(RowCursor cursor, ResultOwner owner, ZoneId zone, long maxRows, int fetchSize) {
    this.cursor = cursor;
    this.columns = cursor.columns();
    this.owner = owner;
    this.zone = zone;
    this.maxRows = maxRows;
    this.fetchSize = fetchSize;
  }

  @Override
  public boolean next() throws SQLException {
    checkOpen();
    return switch (place) {
      case END -> false;
      case START_PEEKED -> {
        place = Place.ROW;
        row = 1;
        yield true;
      }
      case START, ROW -> {
        if (maxRows > 0 && row >= maxRows || !advance()) {
          place = Place.END;
          yield false;
        }
        place = Place.ROW;
        row++;
        yield true;
      }
    };
  }

  private boolean advance() throws SQLException {
    try {
      return cursor.next();
    } catch (RedexException e) {
      throw owner.failure(e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    checkOpen();
    if (place == Place.START) place = advance() ? Place.START_PEEKED : Place.END;
    return place == Place.START_PEEKED;
  }

  @Override
  public boolean isFirst() throws SQLException {
    checkOpen();
    return place == Place.ROW && row == 1;
  }

  @Override
  public boolean isAfterLast() throws SQLException {
    checkOpen();
    return place == Place.END && row > 0;
  }

  @Override
  public int getRow() throws SQLException {
    checkOpen();
    return place == Place.ROW ? (int) Math.min(row, Integer.MAX_VALUE) : 0;
  }

  @Override
  public boolean wasNull() throws SQLException {
    checkOpen();
    return wasNull;
  }

  @Override
  public int findColumn(String label) throws SQLException {
    checkOpen();
    for (int i = 0; i < columns.size(); i++)
      if (columns.get(i).name().equals(label)) return i + 1;
    Integer number = numbersByFoldedLabel().get(label.toLowerCase(Locale.ROOT));
    if (number != null) return number;
    throw SqlErrors.of(SqlState.UNKNOWN_COLUMN, "the result has no column \"" + label + "\"; it has "
        + String.join(", ", columns.stream().map(Column::name).toList()));
  }

  /// Labels ignoring case; of equal ones the first wins, as JDBC asks.
  private Map<String, Integer> numbersByFoldedLabel() {
    Map<String, Integer> known = numbers;
    if (known == null) {
      known = new HashMap<>();
      for (int i = 0; i < columns.size(); i++)
        known.putIfAbsent(columns.get(i).name().toLowerCase(Locale.ROOT), i + 1);
      numbers = known;
    }
    return known;
  }

  private SqlType.Kind kind(int column) { return columns.get(column - 1).type().kind(); }

  private void checkOpen() throws SQLException {
    if (closed) throw SqlErrors.of(SqlState.BAD_CURSOR_STATE, "the result is closed");
  }

  private void checkCell(int column) throws SQLException {
    checkOpen();
    if (place != Place.ROW)
      throw SqlErrors.of(SqlState.BAD_CURSOR_STATE,
          place == Place.END ? "there is no further row" : "not on a row yet: call next() first");
    if (column < 1 || column > columns.size())
      throw SqlErrors.of(SqlState.BAD_INDEX, "there is no column " + column + ": the result has " + columns.size());
  }

  private @Nullable Object value(int column) throws SQLException {
    checkCell(column);
    try {
      Object value = cursor.value(column - 1);
      wasNull = value == null;
      return value;
    } catch (RedexException e) {
      throw owner.failure(e);
    }
  }

  private <T> @Nullable T read(int column, Conversion<T> conversion) throws SQLException {
    Object value = value(column);
    if (value == null) return null;
    try {
      return conversion.of(value);
    } catch (ConversionFailure e) {
      throw e.at("column " + column + " \"" + columns.get(column - 1).name() + "\"");
    }
  }

  private long readWhole(int column, Conversion<Long> conversion) throws SQLException {
    Long number = read(column, conversion);
    return number == null ? 0 : number;
  }

  @Override
  public @Nullable String getString(int column) throws SQLException { return read(column, ToText::toText); }

  @Override
  public @Nullable String getNString(int column) throws SQLException { return getString(column); }

  @Override
  public boolean getBoolean(int column) throws SQLException {
    Boolean truth = read(column, ToNumber::toBoolean);
    return truth != null && truth;
  }

  @Override
  public byte getByte(int column) throws SQLException { return (byte) readWhole(column, ToNumber::toByte); }

  @Override
  public short getShort(int column) throws SQLException { return (short) readWhole(column, ToNumber::toShort); }

  @Override
  public int getInt(int column) throws SQLException { return (int) readWhole(column, ToNumber::toInt); }

  @Override
  public long getLong(int column) throws SQLException {
    checkCell(column);
    SqlType.Kind kind = kind(column);
    // The two types whose values come without boxing; a full scan of numbers is what people time.
    if (kind != SqlType.Kind.BIGINT && kind != SqlType.Kind.INTEGER) return readWhole(column, ToNumber::toLong);
    try {
      wasNull = cursor.isNull(column - 1);
      return wasNull ? 0 : cursor.longValue(column - 1);
    } catch (RedexException e) {
      throw owner.failure(e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public float getFloat(int column) throws SQLException {
    Float number = read(column, ToNumber::toFloat);
    return number == null ? 0 : number;
  }

  @Override
  public double getDouble(int column) throws SQLException {
    checkCell(column);
    if (kind(column) != SqlType.Kind.DOUBLE) {
      Double number = read(column, ToNumber::toDouble);
      return number == null ? 0 : number;
    }
    try {
      wasNull = cursor.isNull(column - 1);
      return wasNull ? 0 : cursor.doubleValue(column - 1);
    } catch (RedexException e) {
      throw owner.failure(e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
    return read(column, ToNumber::toDecimal);
  }

  @Deprecated
  @Override
  public @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
    BigDecimal number = getBigDecimal(column);
    return number == null ? null : number.setScale(scale, RoundingMode.HALF_UP);
  }

  @Override
  public byte @Nullable [] getBytes(int column) throws SQLException { return read(column, ToText::toBytes); }

  @Override
  public @Nullable Date getDate(int column) throws SQLException {
    return read(column, value -> Date.valueOf(ToTime.toLocalDate(value, zone)));
  }

  @Override
  public @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
    return calendar == null
        ? getDate(column)
        : read(column, value -> ToJava.dateIn(value, calendar.getTimeZone().toZoneId()));
  }

  @Override
  public @Nullable Time getTime(int column) throws SQLException {
    return read(column, value -> Time.valueOf(ToTime.toLocalTime(value, zone)));
  }

  @Override
  public @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
    return calendar == null
        ? getTime(column)
        : read(column, value -> ToJava.timeIn(value, calendar.getTimeZone().toZoneId()));
  }

  @Override
  public @Nullable Timestamp getTimestamp(int column) throws SQLException {
    return read(column, value -> ToJava.timestamp(value, zone));
  }

  @Override
  public @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar) throws SQLException {
    // An instant is an instant; the calendar only says what a date or a text without zone means.
    ZoneId meant = calendar == null ? zone : calendar.getTimeZone().toZoneId();
    return read(column, value -> ToJava.timestamp(value, meant));
  }

  @Override
  public @Nullable Object getObject(int column) throws SQLException {
    Object value = value(column);
    return value == null ? null : ToJava.standard(value, kind(column), zone);
  }

  @Override
  public <T> @Nullable T getObject(int column, Class<T> target) throws SQLException {
    return read(column, value -> ToJava.convert(value, kind(column), target, zone));
  }

  @Override
  public @Nullable Object getObject(int column, @Nullable Map<String, Class<?>> classes) throws SQLException {
    if (classes == null || classes.isEmpty()) return getObject(column);
    throw SqlErrors.notSupported("there are no user-defined types to map; use getObject(column, class)");
  }

  @Override
  public @Nullable InputStream getBinaryStream(int column) throws SQLException {
    byte[] bytes = getBytes(column);
    return bytes == null ? null : new ByteArrayInputStream(bytes);
  }

  @Override
  public @Nullable InputStream getAsciiStream(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Deprecated
  @Override
  public @Nullable InputStream getUnicodeStream(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public @Nullable Reader getCharacterStream(int column) throws SQLException {
    String text = getString(column);
    return text == null ? null : new StringReader(text);
  }

  @Override
  public @Nullable Reader getNCharacterStream(int column) throws SQLException { return getCharacterStream(column); }

  @Override
  public ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return new RedexResultSetMetaData(columns);
  }

  @Override
  public @Nullable Statement getStatement() throws SQLException {
    checkOpen();
    return owner.statement();
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public void clearWarnings() throws SQLException { checkOpen(); }

  @Override
  public int getFetchSize() throws SQLException {
    checkOpen();
    return fetchSize;
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    checkOpen();
    if (rows < 0) throw SqlErrors.of(SqlState.BAD_ARGUMENT, "fetch size " + rows + " is negative");
    fetchSize = rows;
  }

  @Override
  public boolean isClosed() { return closed; }

  @Override
  public void close() throws SQLException {
    if (closed) return;
    closed = true;
    try {
      cursor.close();
    } catch (RedexException e) {
      throw owner.failure(e);
    } finally {
      owner.closed();
    }
  }
}
