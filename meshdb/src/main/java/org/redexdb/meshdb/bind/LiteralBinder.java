// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.bind;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Expression;
import org.redexdb.grammar.tree.Span;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.Rex;
import org.redexdb.meshdb.value.Arithmetic;
import org.redexdb.meshdb.value.TimeText;

/// Constants of the text, and text constants that stand where another type is wanted.
final class LiteralBinder {
  private final ZoneId zone;
  private final Problems problems;

  LiteralBinder(ZoneId zone, Problems problems) {
    this.zone = zone;
    this.problems = problems;
  }

  Rex.Literal bind(Expression.Literal literal) {
    return switch (literal) {
      case Expression.IntegerLiteral integer -> integer(integer.value(), integer.span());
      case Expression.DecimalLiteral decimal -> decimal(decimal.value(), decimal.span());
      case Expression.DoubleLiteral number -> new Rex.Literal(number.value(), SqlType.DOUBLE);
      case Expression.StringLiteral text -> new Rex.Literal(text.value(), SqlType.VARCHAR);
      case Expression.BooleanLiteral truth -> new Rex.Literal(truth.value(), SqlType.BOOLEAN);
      case Expression.NullLiteral _ -> new Rex.Literal(null, SqlType.NULL);
      case Expression.TimestampLiteral time -> fromText(time.text(), SqlType.TIMESTAMP, time.span());
      case Expression.DateLiteral date -> fromText(date.text(), SqlType.DATE, date.span());
      case Expression.IntervalLiteral span ->
        new Rex.Literal(new Interval(span.months(), span.days(), span.nanos()), SqlType.INTERVAL);
      case Expression.BytesLiteral bytes -> new Rex.Literal(bytes.bytes(), SqlType.VARBINARY);
    };
  }

  private Rex.Literal integer(BigInteger value, Span at) {
    if (value.bitLength() < Long.SIZE) return new Rex.Literal(value.longValue(), SqlType.BIGINT);
    return decimal(new BigDecimal(value), at);
  }

  private Rex.Literal decimal(BigDecimal value, Span at) {
    int precision = Math.max(value.precision(), value.scale());
    if (precision > Arithmetic.DECIMAL_DIGITS_MAX)
      throw problems.badValue("22003", "a number of more than 38 digits; write an exponent (1.5e40) for a DOUBLE", at);
    return new Rex.Literal(value, SqlType.decimal(Math.max(1, precision), value.scale()));
  }

  /// The constant that `text` means in the wanted type.
  ///
  /// @throws org.redexdb.meshdb.api.SqlException.Data 22018 when it means none, 22003 or 22008 when it does not fit
  Rex.Literal fromText(String text, SqlType wanted, Span at) {
    @Nullable
    Object value;
    try {
      value = switch (wanted.kind()) {
        case TIMESTAMP -> read(TimeText.parseTimestamp(text, zone));
        case DATE -> read(TimeText.parseDate(text));
        case UUID -> UUID.fromString(text.strip());
        case BOOLEAN -> truth(text);
        case INTEGER, BIGINT, DECIMAL, DOUBLE -> new BigDecimal(text.strip());
        default -> text;
      };
    } catch (IllegalArgumentException _) {
      if (wanted.kind() == SqlType.Kind.TIMESTAMP && TimeText.timestampBeyondRange(text, zone))
        throw problems.badValue("22008",
            "'" + text + "' is out of the range of TIMESTAMP (1677-09-21 … 2262-04-11)", at);
      throw problems.badValue("22018", "'" + text + "' is no " + wanted + expectation(wanted), at);
    }
    if (value instanceof BigDecimal number) return number(number, wanted, at);
    return new Rex.Literal(value, wanted);
  }

  private Rex.Literal number(BigDecimal value, SqlType wanted, Span at) {
    if (wanted.kind() == SqlType.Kind.DOUBLE) return new Rex.Literal(value.doubleValue(), SqlType.DOUBLE);
    var plain = value.stripTrailingZeros();
    if (plain.scale() <= 0 && plain.precision() - plain.scale() <= Arithmetic.DECIMAL_DIGITS_MAX)
      return integer(plain.toBigInteger(), at);
    return decimal(value.scale() < 0 ? value.setScale(0) : value, at);
  }

  private static <T> T read(@Nullable T value) {
    if (value == null) throw new IllegalArgumentException("no such time");
    return value;
  }

  private static boolean truth(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "t" -> true;
      case "false", "f" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static String expectation(SqlType wanted) {
    return switch (wanted.kind()) {
      case TIMESTAMP -> "; write it like 2026-01-31 12:00:00.5 or 2026-01-31T12:00:00Z";
      case DATE -> "; write it like 2026-01-31";
      default -> "";
    };
  }
}
