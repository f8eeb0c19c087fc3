// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.shell;

import java.util.List;

/// Words offered by completion: what this version runs.
final class Keywords {
  static final List<String> ALL = List.of("SELECT", "DISTINCT", "FROM", "WHERE", "GROUP BY", "HAVING", "ORDER BY",
      "LIMIT", "OFFSET", "AS", "AND", "OR", "NOT", "IN (", "IS NULL", "IS NOT NULL", "BETWEEN", "LIKE", "CASE", "WHEN",
      "THEN", "ELSE", "END", "CAST(", "JOIN", "CROSS JOIN", "ON", "WITH", "VALUES", "ASC", "DESC", "NULLS FIRST",
      "NULLS LAST", "AT SEQ", "FOR SEQ FROM", "FOR SEQ BETWEEN", "FOR TIME FROM", "FOR TIME BETWEEN", "AS OF SEQ",
      "AS OF TIMESTAMP", "COUNT(", "SUM(", "AVG(", "MIN(", "MAX(", "date_trunc(", "to_timestamp(", "coalesce(",
      "lower(",
      "upper(", "length(", "substr(", "now()", "INSERT INTO", "APPEND TO", "RETURNING", "CREATE TABLE",
      "CREATE CHANNEL",
      "DROP CHANNEL", "DROP TABLE", "EXPLAIN", "DESCRIBE", "SHOW CHANNELS", "SHOW STATUS", "SHOW CHANNEL STATUS", "SET",
      "TRUE", "FALSE",
      "NULL",
      "INTERVAL", "TIMESTAMP", "payload.", "event_seq", "event_ts", "event_time", "event_channel", "event_type",
      "event_key", "event_id", "event_headers", "payload", "seq", "ts");

  private Keywords() {}
}
