// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.plan;

/// Operators and functions of one value per row. All but those marked lazy give NULL for a NULL argument.
public enum Op {
  // Arithmetic. DIVIDE_TRUNCATING is integer by integer of declared or literal integers; DIVIDE gives DOUBLE, or DECIMAL
  // when both sides are declared DECIMAL or whole.
  ADD, SUBTRACT, MULTIPLY, DIVIDE, DIVIDE_TRUNCATING, MODULO, NEGATE,
  // Comparison: exact between numbers, by code point between texts, UNKNOWN between other families.
  EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL,
  /// Never NULL.
  IS_DISTINCT,
  /// Never NULL.
  IS_NOT_DISTINCT,
  /// Three-valued, two or more arguments, lazy.
  AND,
  /// Three-valued, two or more arguments, lazy.
  OR, NOT,
  /// Never NULL.
  IS_NULL,
  /// Never NULL.
  IS_NOT_NULL,
  /// Never NULL.
  IS_TRUE,
  /// Never NULL.
  IS_FALSE,
  /// value, pattern, optional escape
  LIKE,
  // Numbers
  ABS, CEIL, FLOOR, ROUND, POWER, SQRT, SIGN, LN, EXP,
  // Text; positions and lengths count code points, from 1
  CONCAT, LENGTH, OCTET_LENGTH, LOWER, UPPER, TRIM, LTRIM, RTRIM, SUBSTR, REPLACE, POSITION, LEFT, RIGHT, STARTS_WITH,
  /// Lazy.
  COALESCE, NULLIF,
  /// NULLs are passed over.
  GREATEST,
  /// NULLs are passed over.
  LEAST,
  // Time. Units are text literals: year quarter month week day hour minute second millisecond microsecond.
  /// unit, timestamp or date
  DATE_TRUNC,
  /// unit (also dow, doy, epoch), timestamp or date; gives BIGINT, epoch DOUBLE
  EXTRACT,
  /// ISO-8601 text, or a number of seconds since the epoch
  TO_TIMESTAMP,
  // JSON
  /// JSON value, then keys (text) and indexes (whole numbers): what `payload.a[0]` is on a column
  JSON_GET,
  /// object, array, string, number, boolean, null
  JSON_TYPE, JSON_ARRAY_LENGTH
}
