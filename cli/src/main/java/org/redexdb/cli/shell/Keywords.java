// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.shell;

import java.util.List;

/// Words offered by completion.
final class Keywords {
  static final List<String> ALL = List.of("SELECT", "DISTINCT", "FROM", "WHERE", "GROUP BY", "HAVING", "ORDER BY",
      "LIMIT",
      "OFFSET", "AS", "AND", "OR", "NOT", "IN", "IS NULL", "IS NOT NULL", "BETWEEN", "LIKE", "CASE", "WHEN", "THEN",
      "ELSE",
      "END", "CAST(", "EXISTS", "JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN", "ASOF JOIN", "ON",
      "USING",
      "UNION", "UNION ALL", "INTERSECT", "EXCEPT", "WITH", "VALUES", "WINDOW", "TUMBLE(", "HOP(", "SESSION(", "OVER (",
      "PARTITION BY", "ROWS", "RANGE", "ASC", "DESC", "NULLS FIRST", "NULLS LAST", "LATEST", "LATEST BY", "AT SEQ",
      "FOR SEQ FROM", "FOR SEQ BETWEEN", "FOR TIME FROM", "FOR TIME BETWEEN", "AS OF SEQ", "AS OF TIMESTAMP", "COUNT(",
      "SUM(", "AVG(", "MIN(", "MAX(", "FIRST(", "LAST(", "PERCENTILE_CONT(", "PERCENTILE_DISC(", "date_trunc(",
      "coalesce(", "lower(", "upper(", "length(", "substr(", "now()", "INSERT INTO", "APPEND TO", "RETURNING",
      "CREATE TABLE", "CREATE CHANNEL", "DROP CHANNEL", "DROP TABLE", "CREATE VIEW", "DROP VIEW", "EXPLAIN",
      "EXPLAIN ANALYZE", "DESCRIBE", "SHOW CHANNELS", "SHOW STATUS", "SET", "TRUE", "FALSE", "NULL", "INTERVAL",
      "TIMESTAMP", "payload.", "event_seq", "event_ts", "event_time", "event_channel", "event_type", "event_key",
      "event_id", "event_headers", "payload", "seq", "ts");

  private Keywords() {}
}
