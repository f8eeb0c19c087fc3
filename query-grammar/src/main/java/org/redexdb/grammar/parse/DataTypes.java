// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.antlr.v4.runtime.Token;
import org.redexdb.grammar.tree.DataType;
import org.redexdb.grammar.tree.DataType.Kind;

/// Types and their synonyms.
final class DataTypes {
  private static final int DECIMAL_DIGITS_MAX = 38;
  private static final int TIMESTAMP_DIGITS_MAX = 9;

  private static final Map<String, Kind> KINDS = new TreeMap<>(Map.ofEntries(Map.entry("BOOLEAN", Kind.BOOLEAN),
      Map.entry("BOOL", Kind.BOOLEAN), Map.entry("SMALLINT", Kind.SMALLINT), Map.entry("INTEGER", Kind.INTEGER),
      Map.entry("INT", Kind.INTEGER), Map.entry("BIGINT", Kind.BIGINT), Map.entry("DECIMAL", Kind.DECIMAL),
      Map.entry("NUMERIC", Kind.DECIMAL), Map.entry("REAL", Kind.REAL), Map.entry("FLOAT", Kind.DOUBLE),
      Map.entry("DOUBLE", Kind.DOUBLE), Map.entry("VARCHAR", Kind.VARCHAR), Map.entry("TEXT", Kind.VARCHAR),
      Map.entry("CHAR", Kind.CHAR), Map.entry("CHARACTER", Kind.CHAR), Map.entry("TIMESTAMP", Kind.TIMESTAMP),
      Map.entry("TIMESTAMPTZ", Kind.TIMESTAMP), Map.entry("DATE", Kind.DATE), Map.entry("JSON", Kind.JSON),
      Map.entry("VARBINARY", Kind.VARBINARY), Map.entry("BYTES", Kind.VARBINARY), Map.entry("UUID", Kind.UUID)));

  private DataTypes() {}

  static DataType of(RqlParser.DataTypeContext context) {
    var name = context.getStart();
    var kind = context.VARYING() != null ? Kind.VARCHAR : kind(name);
    var written = context.precision;
    Integer precision = written.isEmpty() ? null : Literals.smallNumber(written.getFirst());
    Integer scale = written.size() < 2 ? null : Literals.smallNumber(written.getLast());
    switch (kind) {
      case DECIMAL -> check(precision == null || isDecimal(precision, scale == null ? 0 : scale), context,
          "DECIMAL(p, s) has 1 to 38 digits, s of them behind the point");
      case VARCHAR, CHAR, VARBINARY ->
        check(scale == null && (precision == null || precision >= 1), context, kind + "(n) has one length from 1");
      case TIMESTAMP -> check(scale == null && (precision == null || precision <= TIMESTAMP_DIGITS_MAX), context,
          "TIMESTAMP(n) has 0 to 9 digits of a second");
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DATE, JSON, UUID ->
        check(precision == null, context, kind + " takes no length");
    }
    check(context.ZONE() == null || kind == Kind.TIMESTAMP, context, "only a TIMESTAMP has a time zone");
    var withTimeZone = context.WITH() != null || name.getText().equalsIgnoreCase("TIMESTAMPTZ");
    return new DataType(kind, precision, scale, withTimeZone, Spans.of(context));
  }

  private static boolean isDecimal(int precision, int scale) {
    return precision >= 1 && precision <= DECIMAL_DIGITS_MAX && scale <= precision;
  }

  private static Kind kind(Token name) {
    var text = name.getText();
    var kind = KINDS.get(text.toUpperCase(Locale.ROOT));
    if (kind == null) {
      var near = NearMiss.of(text, KINDS.keySet());
      var advice = near == null
          ? "; types are BOOLEAN, SMALLINT, INTEGER, BIGINT, DECIMAL(p, s), REAL, DOUBLE, VARCHAR(n), "
              + "TIMESTAMP, DATE, JSON, VARBINARY(n) and UUID"
          : "; did you mean " + near.word() + "?";
      throw new Rejection("unknown type " + text + advice, Spans.of(name), text);
    }
    return kind;
  }

  private static void check(boolean fine, RqlParser.DataTypeContext context, String rule) {
    if (!fine) {
      throw new Rejection(rule, Spans.of(context), context.getStart().getText());
    }
  }
}
