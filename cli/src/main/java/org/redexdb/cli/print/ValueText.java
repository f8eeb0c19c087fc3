// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.print;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Locale;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;

/// Values as text: what is printed can be typed again.
final class ValueText {
  private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
      .appendPattern("uuuu-MM-dd'T'HH:mm:ss").appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true).appendLiteral('Z')
      .toFormatter(Locale.ROOT).withZone(ZoneOffset.UTC);

  private ValueText() {}

  static String of(Object value) {
    return switch (value) {
      case Double number -> ofDouble(number);
      case BigDecimal number -> number.toPlainString();
      case Instant instant -> TIMESTAMP.format(instant);
      case Json json -> json.text();
      case byte[] bytes -> HexFormat.of().formatHex(bytes);
      case Interval interval -> ofInterval(interval);
      default -> value.toString();
    };
  }

  // Digits up to 10^15, where every whole number is exact; Double.toString turns to exponents at 10^7 already.
  private static String ofDouble(double value) {
    double size = Math.abs(value);
    if (Double.isNaN(value) || Double.isInfinite(value) || size >= 1e15 || (size < 1e-5 && size > 0))
      return Double.toString(value);
    return Double.toString(value).indexOf('E') < 0 ? Double.toString(value) : plain(value);
  }

  private static String plain(double value) {
    var text = new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    return text.indexOf('.') < 0 ? text + ".0" : text;
  }

  private static String ofInterval(Interval interval) {
    var text = new StringBuilder();
    if (interval.months() != 0) text.append(count(interval.months(), "month"));
    if (interval.days() != 0) text.append(count(interval.days(), "day"));
    if (interval.nanos() != 0 || text.isEmpty()) {
      var seconds = BigDecimal.valueOf(interval.nanos(), 9).stripTrailingZeros();
      text.append(seconds.toPlainString()).append(seconds.compareTo(BigDecimal.ONE) == 0 ? " second" : " seconds");
    }
    return text.toString().stripTrailing();
  }

  private static String count(long number, String unit) { return number + " " + unit + (number == 1 ? " " : "s "); }
}
