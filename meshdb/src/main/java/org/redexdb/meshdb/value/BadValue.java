// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;

/// The errors values run into. Messages name types and rules; which value it was and where it stood is
/// added by whoever knows the row.
public final class BadValue {
  private BadValue() {}

  public static SqlException.Data divisionByZero() {
    return new SqlException.Data("22012", "division by zero; guard it with NULLIF(divisor, 0)");
  }

  public static SqlException.Data outOfRange(String type) {
    return new SqlException.Data("22003", "numeric value out of the range of " + type);
  }

  /// @param task what was attempted, as a verb: `add`, `compare`
  public static SqlException.Data wrongTypes(String task, Object left, Object right) {
    return new SqlException.Data("22018", "cannot " + task + " " + name(left) + " and " + name(right)
        + "; CAST one of them to the type that is meant");
  }

  /// @param task what was attempted, as a verb
  public static SqlException.Data wrongType(String task, Object value) {
    return new SqlException.Data("22018",
        "cannot " + task + " a " + name(value) + " value; CAST it to the type that is meant");
  }

  /// A sum that leaves a value out without a word would be a wrong one.
  public static SqlException.Data notSummed(Object value) {
    return new SqlException.Data("22018", "cannot sum a " + name(value)
        + " value; CAST it to a number, or leave it out with FILTER (WHERE json_type(…) = 'number')");
  }

  public static SqlException.Data badCast(Object value, SqlType to) {
    return new SqlException.Data("22018", "this " + name(value) + " value does not convert to " + to
        + "; guard it with CASE or leave its rows out with WHERE");
  }

  public static SqlException.Data castOutOfRange(Object value, SqlType to) {
    return new SqlException.Data("22003", "this " + name(value) + " value is out of the range of " + to);
  }

  public static SqlException.Data tooLong(SqlType to, int characters) {
    return new SqlException.Data("22001", "a text of " + characters + " characters is too long for " + to);
  }

  /// A function was given a number outside its domain.
  public static SqlException.Data domain(String sqlState, String rule) {
    return new SqlException.Data(sqlState, rule);
  }

  private static String name(Object value) { return Family.kindOf(value).name(); }
}
