// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.differential;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.RowCursor;

/// Rows of any engine with values in one form: every number exactly as a decimal, every moment as an instant.
final class Rows {
  private Rows() {}

  /// Reads to the end and closes.
  static List<List<@Nullable Object>> of(RowCursor cursor) {
    try (cursor) {
      var rows = new ArrayList<List<@Nullable Object>>();
      while (cursor.next()) {
        var row = new ArrayList<@Nullable Object>();
        for (int i = 0; i < cursor.columns().size(); i++) row.add(plain(cursor.value(i)));
        rows.add(row);
      }
      return rows;
    }
  }

  /// Reads to the end.
  static List<List<@Nullable Object>> of(ResultSet results) throws SQLException {
    int width = results.getMetaData().getColumnCount();
    var rows = new ArrayList<List<@Nullable Object>>();
    while (results.next()) {
      var row = new ArrayList<@Nullable Object>();
      for (int i = 1; i <= width; i++) row.add(plain(results.getObject(i)));
      rows.add(row);
    }
    return rows;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Double number -> plain(new BigDecimal(number));
      case Float number -> plain(new BigDecimal(number));
      case BigInteger number -> plain(new BigDecimal(number));
      case BigDecimal number -> shortest(number);
      case Number number -> plain(BigDecimal.valueOf(number.longValue()));
      case Boolean truth -> truth;
      case Instant instant -> instant;
      case OffsetDateTime time -> time.toInstant();
      case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
      case Timestamp time -> time.toLocalDateTime().toInstant(ZoneOffset.UTC);
      case Date date -> date.toLocalDate();
      case Json json -> json.text();
      default -> value instanceof String || value instanceof java.time.LocalDate ? value : value.toString();
    };
  }

  private static BigDecimal shortest(BigDecimal number) {
    var stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /// The same rows in an order that depends on nothing but their values.
  static List<List<@Nullable Object>> sorted(List<List<@Nullable Object>> rows) {
    return rows.stream().sorted(Comparator.comparing(List::toString)).toList();
  }
}
