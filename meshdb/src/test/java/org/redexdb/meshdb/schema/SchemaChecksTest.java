// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.redexdb.meshdb.FakeChannel;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.ChannelOptions;

class SchemaChecksTest {
  private final FakeChannel channel = new FakeChannel("t", ChannelOptions.DEFAULTS);

  private void declare(boolean extra, TableColumn... columns) {
    channel.attribute(TableSchema.ATTRIBUTE, SchemaText.write(new TableSchema(List.of(columns), extra)));
  }

  private static TableColumn column(String name, SqlType type) { return new TableColumn(name, type, false, null); }

  private void check(String payload) {
    byte[] bytes = ("xx" + payload + "yy").getBytes(StandardCharsets.UTF_8);
    var check = new SchemaChecks().forChannel(channel);
    assertThat(check).isNotNull();
    check.check(bytes, 2, bytes.length - 4);
  }

  private void assertRefused(String payload, String sqlState) {
    assertThatThrownBy(() -> check(payload)).as(payload).isInstanceOfSatisfying(
        ChannelException.InvalidPayload.class, e -> assertThat(e.sqlState()).isEqualTo(sqlState));
  }

  @Test
  void channelsWithoutSchemaAreNotChecked() { assertThat(new SchemaChecks().forChannel(channel)).isNull(); }

  @Test
  void schemasComeBackAsTheyWereWritten() {
    var schema = new TableSchema(List.of(new TableColumn("Odd \"name", SqlType.decimal(10, 2), true,
        new DefaultValue.Constant("\"1.5\"")),
        new TableColumn("at", SqlType.TIMESTAMP, false,
            new DefaultValue.StatementTime()),
        column("v", SqlType.varchar(5))), true);
    channel.attribute(TableSchema.ATTRIBUTE, SchemaText.write(schema));
    assertThat(SchemaText.of(channel)).isEqualTo(schema);
  }

  @Test
  void membersOfLaterVersionsArePassedOverAndLaterFormatsRefused() {
    channel.attribute(TableSchema.ATTRIBUTE, "{\"version\":1,\"new\":{\"a\":[1]},\"columns\":[{\"name\":\"a\","
        + "\"type\":\"BIGINT\",\"more\":[{}]}]}");
    assertThat(SchemaText.of(channel)).isEqualTo(new TableSchema(List.of(column("a", SqlType.BIGINT)), false));
    channel.attribute(TableSchema.ATTRIBUTE, "{\"version\":2}");
    assertThatThrownBy(() -> SchemaText.of(channel)).isInstanceOf(SqlException.NotSupported.class);
    channel.attribute(TableSchema.ATTRIBUTE, "{\"version\":1,");
    assertThatThrownBy(() -> SchemaText.of(channel)).hasMessageContaining("schema of t");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      BOOLEAN | true | |
      BOOLEAN | 1 | 22018 |
      INTEGER | 2147483647 | |
      INTEGER | 2147483648 | 22003 |
      INTEGER | -2147483649 | 22003 |
      INTEGER | 1.0 | |
      INTEGER | 1e2 | |
      INTEGER | 1.5 | 22018 |
      INTEGER | 1e999999999 | 22003 |
      BIGINT | 9223372036854775807 | |
      BIGINT | 9223372036854775808 | 22003 |
      BIGINT | "1" | 22018 |
      BIGINT | null | |
      DOUBLE | 1e308 | |
      DOUBLE | 1e400 | 22003 |
      TIMESTAMP | "2026-01-31T12:00:00Z" | |
      TIMESTAMP | "2026-01-31 12:00" | |
      TIMESTAMP | "soon" | 22018 |
      TIMESTAMP | 5 | 22018 |
      DATE | "2026-01-31" | |
      DATE | "2026-02-31" | 22018 |
      UUID | "0190163d-8694-739b-aea5-966c26f8ad91" | |
      UUID | "0190163d" | 22018 |
      VARBINARY | "yv4=" | |
      VARBINARY | "y?" | 22018 |
      JSON | [1,{"a":null}] | |
      VARCHAR | "x" | |
      VARCHAR | {"a":1} | 22018 |
      """)
  void valuesAreHeldAgainstTheType(String type, String json, String sqlState) {
    declare(false, column("a", SqlType.of(SqlType.Kind.valueOf(type))));
    String payload = "{\"a\":" + json + "}";
    if (sqlState == null) assertThatCode(() -> check(payload)).doesNotThrowAnyException();
    else
      assertRefused(payload, sqlState);
  }

  @Test
  void lengthsAndDigitsAreLimits() {
    declare(false, column("v", SqlType.varchar(2)), column("d", SqlType.decimal(4, 2)));
    check("{\"v\":\"😀é\",\"d\":99.99}");
    check("{\"d\":-99.990}");
    assertRefused("{\"v\":\"abc\"}", "22001");
    assertRefused("{\"d\":100}", "22003");
    assertRefused("{\"d\":1.001}", "22003");
    assertRefused("{\"d\":1e-1000000000}", "22003");
  }

  @Test
  void theLastOfTwoEqualKeysCounts() {
    declare(false, column("a", SqlType.BIGINT));
    check("{\"a\":\"x\",\"a\":1}");
    assertRefused("{\"a\":1,\"a\":\"x\"}", "22018");
  }

  @Test
  void whatIsNotNullMustBeThere() {
    declare(false, new TableColumn("a", SqlType.JSON, true, null));
    check("{\"a\":{}}");
    assertRefused("{}", "23502");
    assertRefused("{\"a\":null}", "23502");
  }

  @Test
  void unknownFieldsNeedExtra() {
    declare(false, column("a", SqlType.BIGINT));
    assertRefused("{\"b\":1}", "42703");
    declare(true, column("a", SqlType.BIGINT));
    check("{\"b\":{\"c\":[1,2]},\"a\":1}");
    assertRefused("{\"b\":[1],\"a\":\"x\"}", "22018");
  }

  @Test
  void onlyWholeJsonObjectsAreRows() {
    declare(true);
    for (String payload : List.of("", "[]", "1", "{", "{}}", "{} {}", "{'a':1}", "{\"a\":01}"))
      assertRefused(payload, "22018");
    check(" {} ");
  }
}
