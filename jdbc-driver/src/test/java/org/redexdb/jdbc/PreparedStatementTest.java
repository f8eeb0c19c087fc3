// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.SqlType;

class PreparedStatementTest {
  private static final String INSERT = "insert ?, ?";
  private final FakeStore store = new FakeStore()
      .appends(INSERT, List.of(SqlType.BIGINT, SqlType.ANY), 5, 1)
      .rows("q", List.of(FakeStore.column("n", SqlType.BIGINT)), List.of(Arrays.asList(1L)));

  private PreparedStatement insert() throws SQLException { return Connected.to(store).prepareStatement(INSERT); }

  private Object sent(Setting setting) throws SQLException {
    PreparedStatement statement = insert();
    statement.setLong(1, 1);
    setting.on(statement);
    assertThat(statement.executeUpdate()).isEqualTo(1);
    return store.executed.getLast().get(1);
  }

  @FunctionalInterface
  private interface Setting {
    void on(PreparedStatement statement) throws SQLException;
  }

  @Test
  void everySetterSendsAValueOfTheEngine() throws SQLException {
    Instant instant = Instant.parse("2026-07-01T12:00:00.5Z");
    UUID uuid = UUID.randomUUID();
    assertThat(sent(s -> s.setString(2, "x"))).isEqualTo("x");
    assertThat(sent(s -> s.setInt(2, 7))).isEqualTo(7L);
    assertThat(sent(s -> s.setByte(2, (byte) 7))).isEqualTo(7L);
    assertThat(sent(s -> s.setBoolean(2, true))).isEqualTo(true);
    assertThat(sent(s -> s.setDouble(2, 1.5))).isEqualTo(1.5);
    assertThat(sent(s -> s.setFloat(2, 0.1f))).isEqualTo(0.1);
    assertThat(sent(s -> s.setBigDecimal(2, new BigDecimal("1.20")))).isEqualTo(new BigDecimal("1.20"));
    assertThat(sent(s -> s.setBytes(2, new byte[]{1}))).isEqualTo(new byte[]{1});
    assertThat(sent(s -> s.setDate(2, Date.valueOf("2026-07-01")))).isEqualTo(LocalDate.of(2026, 7, 1));
    assertThat(sent(s -> s.setTimestamp(2, Timestamp.from(instant)))).isEqualTo(instant);
    assertThat(sent(s -> s.setObject(2, uuid))).isEqualTo(uuid);
    assertThat(sent(s -> s.setObject(2, LocalDateTime.parse("2026-07-01T12:00:00.5")))).isEqualTo(instant);
    assertThat(sent(s -> s.setObject(2, "12", JDBCType.BIGINT))).isEqualTo(12L);
    assertThat(sent(s -> s.setObject(2, 1.005, Types.DECIMAL, 2))).isEqualTo(new BigDecimal("1.01"));
    assertThat(sent(s -> s.setNull(2, Types.VARCHAR))).isNull();
    assertThat(sent(s -> s.setString(2, null))).isNull();
    assertThat(sent(s -> s.setObject(2, null))).isNull();
  }

  @Test
  void aCalendarSaysWhichDayADateIs() throws SQLException {
    Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
    var date = new Date(Instant.parse("2026-06-30T15:00:00Z").toEpochMilli());
    assertThat(sent(s -> s.setDate(2, date, tokyo))).isEqualTo(LocalDate.of(2026, 7, 1));
  }

  @Test
  void streamsAreReadToTheirEndOrLength() throws SQLException {
    byte[] bytes = "abc".getBytes(StandardCharsets.UTF_8);
    assertThat(sent(s -> s.setBinaryStream(2, new ByteArrayInputStream(bytes)))).isEqualTo(bytes);
    assertThat(sent(s -> s.setBinaryStream(2, new ByteArrayInputStream(bytes), 2))).isEqualTo(new byte[]{'a', 'b'});
    assertThat(sent(s -> s.setCharacterStream(2, new StringReader("über")))).isEqualTo("über");
    assertThat(sent(s -> s.setCharacterStream(2, new StringReader("über"), 2L))).isEqualTo("üb");
    assertThat(sent(s -> s.setAsciiStream(2, new ByteArrayInputStream(bytes)))).isEqualTo("abc");
    PreparedStatement statement = insert();
    assertThatThrownBy(() -> statement.setCharacterStream(2, new StringReader("ab"), 3))
        .hasMessageContaining("ended after 2 of the announced 3");
  }

  @Test
  void aValueChangedAfterwardsChangesNothing() throws SQLException {
    byte[] bytes = {1, 2};
    assertThat(sent(s -> {
      s.setBytes(2, bytes);
      bytes[0] = 9;
    })).isEqualTo(new byte[]{1, 2});
  }

  @Test
  void everyParameterNeedsAValueAndNullIsOne() throws SQLException {
    PreparedStatement statement = insert();
    statement.setLong(1, 1);
    assertThatThrownBy(statement::executeUpdate).isInstanceOfSatisfying(SQLException.class,
        e -> assertThat(e.getSQLState()).isEqualTo("07001")).hasMessageContaining("parameter 2 of 2 has no value");
    statement.setNull(2, Types.NULL);
    assertThat(statement.executeUpdate()).isEqualTo(1);
    statement.clearParameters();
    assertThatThrownBy(statement::executeUpdate).hasMessageContaining("parameter 1 of 2");
    assertThatThrownBy(() -> statement.setLong(3, 1)).hasMessageContaining("no parameter 3: the statement has 2");
    assertThatThrownBy(() -> statement.setObject(2, 300, Types.TINYINT))
        .hasMessage("parameter 2: this BIGINT is out of the range of TINYINT");
  }

  @Test
  void aBatchKeepsTheValuesOfEachEntry() throws SQLException {
    PreparedStatement statement = insert();
    for (long i = 0; i < 3; i++) {
      statement.setLong(1, i);
      statement.setString(2, "v" + i);
      statement.addBatch();
    }
    assertThat(statement.executeBatch()).containsExactly(1, 1, 1);
    assertThat(store.executed.toString()).isEqualTo("[[0, v0], [1, v1], [2, v2]]");
  }

  @Test
  void metadataIsThereBeforeTheFirstRun() throws SQLException {
    PreparedStatement query = Connected.to(store).prepareStatement("q");
    assertThat(query.getMetaData().getColumnLabel(1)).isEqualTo("n");
    PreparedStatement insert = insert();
    assertThat(insert.getMetaData()).isNull();
    assertThat(insert.getParameterMetaData().getParameterCount()).isEqualTo(2);
    assertThat(insert.getParameterMetaData().getParameterType(1)).isEqualTo(Types.BIGINT);
    assertThat(insert.getParameterMetaData().getParameterClassName(1)).isEqualTo("java.lang.Long");
    assertThat(store.executed).isEmpty();
  }

  @Test
  void itRunsOnlyItsOwnText() throws SQLException {
    PreparedStatement query = Connected.to(store).prepareStatement("q");
    assertThatThrownBy(() -> query.executeQuery("q")).hasMessageContaining("runs its own text");
    assertThatThrownBy(() -> query.addBatch("q")).hasMessageContaining("runs its own text");
    ResultSet rows = query.executeQuery();
    assertThat(rows.next()).isTrue();
  }

  @Test
  void generatedKeysAreGivenWhenAskedForAtPreparation() throws SQLException {
    PreparedStatement statement = Connected.to(store).prepareStatement(INSERT, Statement.RETURN_GENERATED_KEYS);
    statement.setLong(1, 1);
    statement.setLong(2, 1);
    statement.executeUpdate();
    ResultSet keys = statement.getGeneratedKeys();
    assertThat(keys.next()).isTrue();
    assertThat(keys.getLong(1)).isEqualTo(5);
  }
}
