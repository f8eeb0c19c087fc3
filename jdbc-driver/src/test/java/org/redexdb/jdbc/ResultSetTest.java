// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlType;

class ResultSetTest {
  private static final Instant LATE = Instant.parse("2026-07-01T23:30:00Z");

  private static ResultSet query(List<Column> columns, List<List<@Nullable Object>> rows) throws SQLException {
    return Connected.to(new FakeStore().rows("q", columns, rows)).createStatement().executeQuery("q");
  }

  private static ResultSet one(SqlType type, @Nullable Object value) throws SQLException {
    ResultSet rows = query(List.of(FakeStore.column("v", type)), List.of(Arrays.asList(value)));
    assertThat(rows.next()).isTrue();
    return rows;
  }

  private static ResultSet numbers(int count) throws SQLException {
    List<List<@Nullable Object>> rows = java.util.stream.LongStream.range(0, count)
        .mapToObj(n -> Arrays.<@Nullable Object>asList(n)).toList();
    return query(List.of(FakeStore.column("n", SqlType.BIGINT)), rows);
  }

  @Test
  void rowsComeInOrderAndPlacesAreCountedFromOne() throws SQLException {
    ResultSet rows = numbers(2);
    assertThat(rows.isBeforeFirst()).isTrue();
    assertThat(rows.getRow()).isZero();
    assertThat(rows.next()).isTrue();
    assertThat(rows.isFirst()).isTrue();
    assertThat(rows.isBeforeFirst()).isFalse();
    assertThat(rows.getRow()).isEqualTo(1);
    assertThat(rows.getLong(1)).isZero();
    assertThat(rows.next()).isTrue();
    assertThat(rows.getRow()).isEqualTo(2);
    assertThat(rows.getLong(1)).isEqualTo(1);
    assertThat(rows.next()).isFalse();
    assertThat(rows.isAfterLast()).isTrue();
    assertThat(rows.getRow()).isZero();
    assertThat(rows.next()).isFalse();
  }

  @Test
  void anEmptyResultIsNeitherBeforeItsFirstNorAfterItsLastRow() throws SQLException {
    ResultSet rows = numbers(0);
    assertThat(rows.isBeforeFirst()).isFalse();
    assertThat(rows.next()).isFalse();
    assertThat(rows.isAfterLast()).isFalse();
  }

  @Test
  void aNullIsZeroOrNullAndWasNull() throws SQLException {
    for (SqlType type : List.of(SqlType.BIGINT, SqlType.DOUBLE, SqlType.VARCHAR, SqlType.ANY)) {
      ResultSet rows = one(type, null);
      assertThat(rows.getLong(1)).isZero();
      assertThat(rows.wasNull()).isTrue();
      assertThat(rows.getDouble(1)).isZero();
      assertThat(rows.wasNull()).isTrue();
      assertThat(rows.getBoolean(1)).isFalse();
      assertThat(rows.getString(1)).isNull();
      assertThat(rows.getObject(1)).isNull();
      assertThat(rows.getTimestamp(1)).isNull();
      assertThat(rows.getObject(1, UUID.class)).isNull();
    }
    ResultSet rows = one(SqlType.BIGINT, 7L);
    assertThat(rows.getLong(1)).isEqualTo(7);
    assertThat(rows.wasNull()).isFalse();
  }

  @Test
  void columnsAreFoundByLabelExactlyFirstThenIgnoringCase() throws SQLException {
    ResultSet rows = query(List.of(FakeStore.column("Price", SqlType.BIGINT), FakeStore.column("price", SqlType.BIGINT),
        FakeStore.column("qty", SqlType.BIGINT)), List.of(List.of(1L, 2L, 3L)));
    assertThat(rows.next()).isTrue();
    assertThat(rows.getLong("price")).isEqualTo(2);
    assertThat(rows.getLong("Price")).isEqualTo(1);
    assertThat(rows.getLong("PRICE")).isEqualTo(1);
    assertThat(rows.findColumn("QTY")).isEqualTo(3);
    assertThatThrownBy(() -> rows.getLong("size")).isInstanceOf(SQLException.class)
        .hasMessageContaining("no column \"size\"; it has Price, price, qty");
  }

  @Test
  void aFailedConversionNamesTheColumn() throws SQLException {
    ResultSet rows = one(SqlType.VARCHAR, "abc");
    assertThatThrownBy(() -> rows.getInt(1)).isInstanceOfSatisfying(SQLException.class,
        e -> assertThat(e.getSQLState()).isEqualTo("22018"))
        .hasMessage("column 1 \"v\": this VARCHAR cannot be read as INTEGER");
  }

  @Test
  void aDriftedColumnIsTextToTheMetadataAndGivesEachRowsOwnValue() throws SQLException {
    ResultSet rows = query(List.of(FakeStore.column("v", SqlType.ANY)),
        List.of(Arrays.asList(7L), Arrays.asList("x"), Arrays.asList(true), Arrays.asList(new Json("[1]"))));
    assertThat(rows.getMetaData().getColumnType(1)).isEqualTo(Types.VARCHAR);
    assertThat(rows.next()).isTrue();
    assertThat(rows.getObject(1)).isEqualTo(7L);
    assertThat(rows.getString(1)).isEqualTo("7");
    assertThat(rows.next()).isTrue();
    assertThat(rows.getObject(1)).isEqualTo("x");
    assertThat(rows.next()).isTrue();
    assertThat(rows.getObject(1)).isEqualTo(true);
    assertThat(rows.next()).isTrue();
    assertThat(rows.getObject(1)).isEqualTo("[1]");
  }

  @Test
  void timesAreShownInTheZoneOfTheSession() throws SQLException {
    var store = new FakeStore().rows("q", List.of(FakeStore.column("t", SqlType.TIMESTAMP)),
        List.of(Arrays.asList(LATE)));
    store.options.put("time_zone", "Europe/Berlin");
    ResultSet rows = Connected.to(store).createStatement().executeQuery("q");
    assertThat(rows.next()).isTrue();
    assertThat(rows.getTimestamp(1)).isEqualTo(Timestamp.from(LATE));
    assertThat(rows.getObject(1)).isEqualTo(OffsetDateTime.parse("2026-07-02T01:30+02:00"));
    assertThat(rows.getDate(1)).isEqualTo(Date.valueOf("2026-07-02"));
    assertThat(rows.getString(1)).isEqualTo("2026-07-01T23:30:00Z");
  }

  @Test
  void aCalendarSaysInWhichZoneADayBegins() throws SQLException {
    Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
    assertThat(one(SqlType.DATE, LocalDate.of(2026, 7, 1)).getDate(1, tokyo).getTime())
        .isEqualTo(Instant.parse("2026-06-30T15:00:00Z").toEpochMilli());
    assertThat(one(SqlType.VARCHAR, "2026-07-01 09:00:00").getTimestamp(1, tokyo).toInstant())
        .isEqualTo(Instant.parse("2026-07-01T00:00:00Z"));
    assertThat(one(SqlType.TIMESTAMP, LATE).getTimestamp(1, tokyo).toInstant()).isEqualTo(LATE);
  }

  @Test
  void streamsGiveWhatTheValueIs() throws Exception {
    assertThat(one(SqlType.VARBINARY, new byte[]{1, 2}).getBinaryStream(1).readAllBytes()).containsExactly(1, 2);
    assertThat(one(SqlType.VARCHAR, "ü").getCharacterStream(1).read()).isEqualTo('ü');
  }

  @Test
  void metadataTellsNameSourceTypeAndSizes() throws SQLException {
    ResultSet rows = query(
        List.of(new Column("total", new SqlType(SqlType.Kind.DECIMAL, 10, 2), false, "orders", "amount"),
            FakeStore.column("n", SqlType.BIGINT), FakeStore.column("t", SqlType.TIMESTAMP)),
        List.of());
    ResultSetMetaData data = rows.getMetaData();
    assertThat(data.getColumnCount()).isEqualTo(3);
    assertThat(data.getColumnLabel(1)).isEqualTo("total");
    assertThat(data.getColumnName(1)).isEqualTo("amount");
    assertThat(data.getTableName(1)).isEqualTo("orders");
    assertThat(data.getSchemaName(1)).isEqualTo("main");
    assertThat(data.getColumnTypeName(1)).isEqualTo("DECIMAL");
    assertThat(data.getPrecision(1)).isEqualTo(10);
    assertThat(data.getScale(1)).isEqualTo(2);
    assertThat(data.getColumnDisplaySize(1)).isEqualTo(12);
    assertThat(data.isNullable(1)).isEqualTo(ResultSetMetaData.columnNoNulls);
    assertThat(data.getColumnClassName(1)).isEqualTo(BigDecimal.class.getName());
    assertThat(data.getTableName(2)).isEmpty();
    assertThat(data.getSchemaName(2)).isEmpty();
    assertThat(data.getColumnType(2)).isEqualTo(Types.BIGINT);
    assertThat(data.isNullable(2)).isEqualTo(ResultSetMetaData.columnNullable);
    assertThat(data.getColumnType(3)).isEqualTo(Types.TIMESTAMP_WITH_TIMEZONE);
    assertThatThrownBy(() -> data.getColumnLabel(4)).hasMessageContaining("no column 4: the result has 3");
  }

  @Test
  void valuesAreOnlyThereOnARow() throws SQLException {
    ResultSet rows = numbers(1);
    assertThatThrownBy(() -> rows.getLong(1)).hasMessageContaining("call next() first");
    rows.next();
    assertThatThrownBy(() -> rows.getLong(0)).hasMessageContaining("no column 0");
    assertThatThrownBy(() -> rows.getLong(2)).hasMessageContaining("no column 2");
    rows.next();
    assertThatThrownBy(() -> rows.getLong(1)).hasMessageContaining("no further row");
    rows.close();
    assertThatThrownBy(rows::next).hasMessage("the result is closed");
  }

  @Test
  void whatChangesRowsOrMovesBackIsRefusedWithAReason() throws SQLException {
    ResultSet rows = numbers(1);
    assertThatThrownBy(() -> rows.updateLong(1, 2)).isInstanceOf(SQLFeatureNotSupportedException.class)
        .hasMessageContaining("append a further event");
    assertThatThrownBy(rows::deleteRow).isInstanceOf(SQLFeatureNotSupportedException.class);
    assertThatThrownBy(rows::previous).isInstanceOf(SQLFeatureNotSupportedException.class)
        .hasMessageContaining("TYPE_FORWARD_ONLY");
    assertThatThrownBy(() -> rows.getBlob(1)).hasMessageContaining("getBytes");
    assertThat(rows.getType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
    assertThat(rows.getConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
  }
}
