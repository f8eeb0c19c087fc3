// SPDX-License-Identifier: Apache-2.0
package org.redexdb.grammar.parse;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;
import org.redexdb.grammar.tree.Expression.IntervalLiteral;
import org.redexdb.grammar.tree.Span;

/// Reads lengths of time: `'5' MINUTE`, `'1 day 2.5 hours'`, `'PT5M'`, `10s`.
final class Intervals {
  private static final Pattern PART = Pattern.compile("\\s*([-+]?\\d{1,18}(?:\\.\\d{1,18})?)\\s*(\\p{L}+)\\s*");
  private static final Pattern PLAIN = Pattern.compile("\\s*([-+]?\\d{1,18}(?:\\.\\d{1,18})?)\\s*");
  private static final Pattern ISO = Pattern.compile("\\s*([-+]?)P(?=.)([^T]*)(?:T(?=.)(.*))?\\s*",
      Pattern.CASE_INSENSITIVE);
  private static final String EXAMPLES = "write INTERVAL '5' MINUTE, INTERVAL '1 day 2 hours' or INTERVAL 'PT5M'";

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final BigDecimal NANOS_PER_DAY = BigDecimal.valueOf(86_400 * NANOS_PER_SECOND);

  private long months;
  private long days;
  private BigDecimal nanos = BigDecimal.ZERO;

  private Intervals() {}

  /// @param unit the word behind the string, or null
  static IntervalLiteral interval(Token string, @Nullable Token unit, Span span) {
    var sum = new Intervals();
    var text = Literals.unquoted(string);
    var read = unit == null ? sum.addIso(text) || sum.addParts(text) : sum.addPlain(text, unit.getText());
    if (!read) {
      throw new Rejection("not an interval: " + EXAMPLES, Spans.of(string), string.getText());
    }
    return sum.literal(string, span);
  }

  /// `10s` as a length of a window.
  static IntervalLiteral length(Token numberWithUnit) {
    var sum = new Intervals();
    if (!sum.addParts(numberWithUnit.getText())) {
      throw new Rejection("not a length: write 500ms, 10s, 5m, 1h or 1d", Spans.of(numberWithUnit),
          numberWithUnit.getText());
    }
    return sum.literal(numberWithUnit, Spans.of(numberWithUnit));
  }

  private IntervalLiteral literal(Token token, Span span) {
    try {
      return new IntervalLiteral(months, days, nanos.longValueExact(), span);
    } catch (ArithmeticException e) {
      throw new Rejection("interval too long, or finer than a nanosecond", Spans.of(token), token.getText());
    }
  }

  private boolean addPlain(String text, String unit) {
    var plain = PLAIN.matcher(text);
    return plain.matches() && add(new BigDecimal(plain.group(1)), unit.toLowerCase(Locale.ROOT));
  }

  private boolean addParts(String text) {
    var part = PART.matcher(text);
    var end = 0;
    while (part.find() && part.start() == end) {
      if (!add(new BigDecimal(part.group(1)), part.group(2).toLowerCase(Locale.ROOT))) {
        return false;
      }
      end = part.end();
    }
    return end > 0 && end == text.length();
  }

  private boolean addIso(String text) {
    var iso = ISO.matcher(text);
    if (!iso.matches()) {
      return false;
    }
    var read = addIsoParts(iso.group(2), "ymwd") && addIsoParts(iso.group(3), "hms");
    if (iso.group(1).equals("-")) {
      months = -months;
      days = -days;
      nanos = nanos.negate();
    }
    return read;
  }

  /// The letter M is months before the T and minutes behind it.
  private boolean addIsoParts(@Nullable String text, String letters) {
    if (text == null || text.isEmpty()) {
      return true;
    }
    Matcher part = PART.matcher(text);
    var end = 0;
    while (part.find() && part.start() == end) {
      var letter = part.group(2).toLowerCase(Locale.ROOT);
      var unit = letter.equals("m") && letters.startsWith("y") ? "month" : letter;
      if (letter.length() != 1 || !letters.contains(letter) || !add(new BigDecimal(part.group(1)), unit)) {
        return false;
      }
      end = part.end();
    }
    return end == text.length();
  }

  private boolean add(BigDecimal amount, String unit) {
    return switch (unit) {
      case "year", "years", "y" -> addMonths(amount, 12);
      case "month", "months", "mon", "mons" -> addMonths(amount, 1);
      case "week", "weeks", "w" -> addDays(amount.multiply(BigDecimal.valueOf(7)));
      case "day", "days", "d" -> addDays(amount);
      case "hour", "hours", "h" -> addNanos(amount, 3_600 * NANOS_PER_SECOND);
      case "minute", "minutes", "min", "mins", "m" -> addNanos(amount, 60 * NANOS_PER_SECOND);
      case "second", "seconds", "sec", "secs", "s" -> addNanos(amount, NANOS_PER_SECOND);
      case "millisecond", "milliseconds", "ms" -> addNanos(amount, 1_000_000);
      case "microsecond", "microseconds", "us", "µs" -> addNanos(amount, 1_000);
      case "nanosecond", "nanoseconds", "ns" -> addNanos(amount, 1);
      default -> false;
    };
  }

  /// A month has no fixed length, so it has no fraction.
  private boolean addMonths(BigDecimal amount, int factor) {
    var whole = amount.multiply(BigDecimal.valueOf(factor));
    if (whole.stripTrailingZeros().scale() > 0) {
      return false;
    }
    return addTo(whole, true);
  }

  private boolean addDays(BigDecimal amount) {
    var whole = new BigDecimal(amount.toBigInteger());
    nanos = nanos.add(amount.subtract(whole).multiply(NANOS_PER_DAY));
    return addTo(whole, false);
  }

  private boolean addTo(BigDecimal whole, boolean toMonths) {
    try {
      if (toMonths) {
        months = Math.addExact(months, whole.longValueExact());
      } else {
        days = Math.addExact(days, whole.longValueExact());
      }
      return true;
    } catch (ArithmeticException tooLong) {
      return false;
    }
  }

  private boolean addNanos(BigDecimal amount, long factor) {
    nanos = nanos.add(amount.multiply(BigDecimal.valueOf(factor)));
    return true;
  }
}
