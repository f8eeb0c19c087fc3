// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.SqlType;

class MetaDataTest {
  private final FakeStore store = new FakeStore()
      .rows("SELECT * FROM \"orders\"",
          List.of(new Column("seq", SqlType.BIGINT, false, "orders", "event_seq"),
              FakeStore.column("ts", SqlType.TIMESTAMP), FakeStore.column("price", SqlType.decimal(10, 2)),
              FakeStore.column("note", SqlType.ANY)),
          List.of())
      .rows("SELECT * FROM \"a_b\"", List.of(FakeStore.column("x", SqlType.VARCHAR)), List.of())
      .rows("SELECT * FROM \"axb\"", List.of(FakeStore.column("x", SqlType.VARCHAR)), List.of())
      .rows("SELECT * FROM \"$catalog\"", List.of(FakeStore.column("x", SqlType.VARCHAR)), List.of());
  private DatabaseMetaData data;

  @BeforeEach
  void connect() throws SQLException { data = Connected.to(store).getMetaData(); }

  private static List<String> names(ResultSet rows, String label) throws SQLException {
    List<String> names = new ArrayList<>();
    while (rows.next()) names.add(rows.getString(label));
    return names;
  }

  @Test
  void channelsAreTablesSortedByTypeAndName() throws SQLException {
    ResultSet tables = data.getTables(null, null, "%", null);
    assertThat(names(tables, "TABLE_NAME")).containsExactly("$catalog", "a_b", "axb", "orders");
    ResultSet users = data.getTables(null, "main", null, new String[]{"TABLE", "VIEW"});
    assertThat(users.next()).isTrue();
    assertThat(users.getString("TABLE_CAT")).isNull();
    assertThat(users.getString("TABLE_SCHEM")).isEqualTo("main");
    assertThat(users.getString("TABLE_TYPE")).isEqualTo("TABLE");
    assertThat(names(data.getTables(null, null, null, new String[]{"SYSTEM TABLE"}), "TABLE_NAME"))
        .containsExactly("$catalog");
  }

  @ParameterizedTest
  @CsvSource({"a_b,'a_b,axb'", "a\\_b,a_b", "o%,orders", "%r%s,orders", "ORDERS,''", "%,'$catalog,a_b,axb,orders'"})
  void namePatternsUnderstandPercentUnderscoreAndEscape(String pattern, String expected) throws SQLException {
    assertThat(String.join(",", names(data.getTables(null, null, pattern, null), "TABLE_NAME"))).isEqualTo(expected);
  }

  @Test
  void columnsAreThoseOfSelectStarInOrder() throws SQLException {
    ResultSet columns = data.getColumns(null, null, "orders", "%");
    assertThat(columns.next()).isTrue();
    assertThat(columns.getString("COLUMN_NAME")).isEqualTo("seq");
    assertThat(columns.getInt("DATA_TYPE")).isEqualTo(Types.BIGINT);
    assertThat(columns.getString("TYPE_NAME")).isEqualTo("BIGINT");
    assertThat(columns.getInt("ORDINAL_POSITION")).isEqualTo(1);
    assertThat(columns.getString("IS_NULLABLE")).isEqualTo("NO");
    assertThat(columns.next()).isTrue();
    assertThat(columns.getInt("DATA_TYPE")).isEqualTo(Types.TIMESTAMP_WITH_TIMEZONE);
    assertThat(columns.next()).isTrue();
    assertThat(columns.getInt("COLUMN_SIZE")).isEqualTo(10);
    assertThat(columns.getInt("DECIMAL_DIGITS")).isEqualTo(2);
    assertThat(columns.getInt("NUM_PREC_RADIX")).isEqualTo(10);
    assertThat(columns.getInt("NULLABLE")).isEqualTo(DatabaseMetaData.columnNullable);
    assertThat(columns.next()).isTrue();
    assertThat(columns.getInt("DATA_TYPE")).isEqualTo(Types.VARCHAR);
    assertThat(columns.getInt("ORDINAL_POSITION")).isEqualTo(4);
    assertThat(columns.next()).isFalse();
    assertThat(names(data.getColumns(null, "main", "orders", "p%"), "COLUMN_NAME")).containsExactly("price");
  }

  @Test
  void anotherSchemaOrCatalogHasNothing() throws SQLException {
    assertThat(data.getTables("other", null, null, null).next()).isFalse();
    assertThat(data.getTables(null, "other", null, null).next()).isFalse();
    assertThat(data.getTables("", "main", "orders", null).next()).isTrue();
    assertThat(names(data.getSchemas(), "TABLE_SCHEM")).containsExactly("main");
    assertThat(data.getCatalogs().next()).isFalse();
  }

  @Test
  void typesAreListedByJdbcType() throws SQLException {
    ResultSet types = data.getTypeInfo();
    List<Integer> codes = new ArrayList<>();
    while (types.next()) codes.add(types.getInt("DATA_TYPE"));
    assertThat(codes).isSorted().contains(Types.BIGINT, Types.VARCHAR, Types.TIMESTAMP_WITH_TIMEZONE);
  }

  @Test
  void theProductNamesItselfAndItsVersion() throws SQLException {
    assertThat(data.getDatabaseProductName()).isEqualTo("RedexDB");
    assertThat(data.getDatabaseProductVersion()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(data.getDriverVersion())
        .startsWith(data.getDriverMajorVersion() + "." + data.getDriverMinorVersion() + ".");
    assertThat(data.getURL()).isEqualTo("jdbc:redexdb:mem:");
    assertThat(data.getIdentifierQuoteString()).isEqualTo("\"");
  }

  /// Tools call everything; nothing may throw, and every list must have named columns.
  @Test
  void everyQuestionHasAnAnswer() throws Exception {
    for (Method method : DatabaseMetaData.class.getMethods()) {
      if (method.getName().equals("unwrap") || method.getName().equals("isWrapperFor")) continue;
      @Nullable
      Object[] arguments = Arrays.stream(method.getParameterTypes()).map(MetaDataTest::any).toArray();
      try {
        Object answer = method.invoke(data, arguments);
        if (answer instanceof ResultSet rows) {
          assertThat(rows.getMetaData().getColumnCount()).as(method.getName()).isPositive();
          while (rows.next()) assertThat(rows.getRow()).isPositive();
        }
      } catch (InvocationTargetException e) {
        throw new AssertionError(method.getName(), e.getCause());
      }
    }
  }

  private static @Nullable Object any(Class<?> type) {
    if (type == int.class) return 0;
    return type == boolean.class ? (Object) false : null;
  }
}
