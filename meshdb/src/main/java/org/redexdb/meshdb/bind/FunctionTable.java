// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Op;

/// The scalar functions that take their arguments as they come. Those with rules of their own are in [FunctionBinder].
final class FunctionTable {
  /// What an argument must be.
  enum Family {
    NUMBER, TEXT, TEXT_OR_BYTES, TIME, JSON, ANYTHING;

    /// Whether a value that is certain to be of this type will do.
    boolean takes(SqlType type) {
      return switch (type.kind()) {
        case NULL, ANY -> true;
        case INTEGER, BIGINT, DECIMAL, DOUBLE -> this == NUMBER || this == ANYTHING;
        case VARCHAR -> this == TEXT || this == TEXT_OR_BYTES || this == ANYTHING;
        case VARBINARY -> this == TEXT_OR_BYTES || this == ANYTHING;
        case TIMESTAMP, DATE -> this == TIME || this == ANYTHING;
        case JSON -> this == JSON || this == ANYTHING;
        case BOOLEAN, INTERVAL, UUID -> this == ANYTHING;
      };
    }

    /// What a `?` in this place is.
    SqlType parameter() {
      return switch (this) {
        case TEXT -> SqlType.VARCHAR;
        case TIME -> SqlType.TIMESTAMP;
        case NUMBER, TEXT_OR_BYTES, JSON, ANYTHING -> SqlType.ANY;
      };
    }
  }

  /// What comes out.
  enum Result {
    BIGINT, DOUBLE, VARCHAR, BOOLEAN, TIMESTAMP,
    /// Type of the first argument.
    SAME,
    /// The first argument without its digits after the point.
    WHOLE;

    SqlType of(SqlType first) {
      return switch (this) {
        case BIGINT -> SqlType.BIGINT;
        case DOUBLE -> SqlType.DOUBLE;
        case VARCHAR -> SqlType.VARCHAR;
        case BOOLEAN -> SqlType.BOOLEAN;
        case TIMESTAMP -> SqlType.TIMESTAMP;
        case SAME -> first.kind() == SqlType.Kind.INTEGER ? SqlType.BIGINT : first;
        case WHOLE -> switch (first.kind()) {
          case INTEGER -> SqlType.BIGINT;
          case DECIMAL -> SqlType.decimal(first.precision() == 0
              ? 38
              : Math.min(38, first.precision() - first.scale() + 1), 0);
          default -> first;
        };
      };
    }
  }

  /// @param families of the arguments, all that may be given
  /// @param required arguments that cannot be left out
  record Entry(Op op, Result result, int required, List<Family> families) {
    Family family(int argument) { return families.get(argument); }

    boolean takes(int count) { return count >= required && count <= families.size(); }
  }

  /// Functions of the language that this version does not run.
  static final Set<String> LATER = Set.of("row_number", "rank", "dense_rank", "ntile", "lag", "lead", "first_value",
      "last_value", "nth_value", "first", "last", "stddev", "variance", "array_agg", "approx_count_distinct",
      "approx_percentile", "percentile", "percentile_disc", "percentile_cont", "json_extract", "json_keys", "semver_ge",
      "semver_le", "semver_compatible");

  private static final Map<String, Entry> ENTRIES = new HashMap<>();

  static {
    add(Op.ABS, Result.SAME, 1, List.of(Family.NUMBER), "abs");
    add(Op.CEIL, Result.WHOLE, 1, List.of(Family.NUMBER), "ceil", "ceiling");
    add(Op.FLOOR, Result.WHOLE, 1, List.of(Family.NUMBER), "floor");
    add(Op.ROUND, Result.SAME, 1, List.of(Family.NUMBER, Family.NUMBER), "round");
    add(Op.POWER, Result.DOUBLE, 2, List.of(Family.NUMBER, Family.NUMBER), "power", "pow");
    add(Op.SQRT, Result.DOUBLE, 1, List.of(Family.NUMBER), "sqrt");
    add(Op.SIGN, Result.BIGINT, 1, List.of(Family.NUMBER), "sign");
    add(Op.LN, Result.DOUBLE, 1, List.of(Family.NUMBER), "ln");
    add(Op.EXP, Result.DOUBLE, 1, List.of(Family.NUMBER), "exp");
    add(Op.LENGTH, Result.BIGINT, 1, List.of(Family.TEXT), "length", "char_length", "character_length");
    add(Op.OCTET_LENGTH, Result.BIGINT, 1, List.of(Family.TEXT_OR_BYTES), "octet_length");
    add(Op.LOWER, Result.VARCHAR, 1, List.of(Family.TEXT), "lower");
    add(Op.UPPER, Result.VARCHAR, 1, List.of(Family.TEXT), "upper");
    add(Op.TRIM, Result.VARCHAR, 1, List.of(Family.TEXT), "trim");
    add(Op.LTRIM, Result.VARCHAR, 1, List.of(Family.TEXT), "ltrim");
    add(Op.RTRIM, Result.VARCHAR, 1, List.of(Family.TEXT), "rtrim");
    add(Op.SUBSTR, Result.VARCHAR, 2, List.of(Family.TEXT, Family.NUMBER, Family.NUMBER), "substr", "substring");
    add(Op.REPLACE, Result.VARCHAR, 3, List.of(Family.TEXT, Family.TEXT, Family.TEXT), "replace");
    add(Op.POSITION, Result.BIGINT, 2, List.of(Family.TEXT, Family.TEXT), "position");
    add(Op.LEFT, Result.VARCHAR, 2, List.of(Family.TEXT, Family.NUMBER), "left");
    add(Op.RIGHT, Result.VARCHAR, 2, List.of(Family.TEXT, Family.NUMBER), "right");
    add(Op.STARTS_WITH, Result.BOOLEAN, 2, List.of(Family.TEXT, Family.TEXT), "starts_with");
    add(Op.TO_TIMESTAMP, Result.TIMESTAMP, 1, List.of(Family.ANYTHING), "to_timestamp");
    add(Op.JSON_TYPE, Result.VARCHAR, 1, List.of(Family.ANYTHING), "json_type");
    add(Op.JSON_ARRAY_LENGTH, Result.BIGINT, 1, List.of(Family.JSON), "json_array_length");
  }

  private FunctionTable() {}

  private static void add(Op op, Result result, int required, List<Family> families, String... names) {
    for (String name : names) ENTRIES.put(name, new Entry(op, result, required, families));
  }

  static @Nullable Entry find(String name) { return ENTRIES.get(name); }

  static Set<String> names() { return new TreeSet<>(ENTRIES.keySet()); }
}
