// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;

/// Conversion of a value to a type, as CAST does it. What does not convert is 22018, what is too large 22003, a text too
/// long 22001.
///
/// A DOUBLE becomes a DECIMAL by its printed form. Numbers are rounded half away from zero to fewer digits. DECIMAL(38,0)
/// is the DECIMAL without digits given and keeps all digits after the point. A JSON scalar converts as what it holds.
public final class Casts {
  private Casts() {}

  /// @param zone of times without one
  public static Object cast(Object value, SqlType type, ZoneId zone) {
    if (value instanceof Json(String text) && type.kind() != SqlType.Kind.JSON
        && type.kind() != SqlType.Kind.VARCHAR && type.kind() != SqlType.Kind.ANY) {
      Object scalar = JsonValues.value(text);
      if (scalar == null || scalar instanceof Json) throw BadValue.badCast(value, type);
      return cast(scalar, type, zone);
    }
    return switch (type.kind()) {
      case ANY, NULL -> value;
      case BOOLEAN -> toBoolean(value, type);
      case INTEGER, BIGINT, DECIMAL, DOUBLE -> NumberCasts.cast(value, type);
      case VARCHAR -> toText(value, type);
      case TIMESTAMP -> toTimestamp(value, type, zone);
      case DATE -> toDate(value, type, zone);
      case INTERVAL -> toInterval(value, type);
      case JSON -> toJson(value, type);
      case VARBINARY -> toBytes(value, type);
      case UUID -> toUuid(value, type);
    };
  }

  private static Boolean toBoolean(Object value, SqlType type) {
    return switch (value) {
      case Boolean b -> b;
      case Long n when n == 0 || n == 1 -> n == 1;
      case String text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true", "t", "yes", "on", "1" -> true;
        case "false", "f", "no", "off", "0" -> false;
        default -> throw BadValue.badCast(value, type);
      };
      default -> throw BadValue.badCast(value, type);
    };
  }

  private static String toText(Object value, SqlType type) {
    String text = print(value);
    int most = type.precision();
    if (most == 0 || text.length() <= most) return text;
    int points = text.codePointCount(0, text.length());
    if (points <= most) return text;
    // As SQL has it, blanks beyond the length may go; anything else may not.
    int end = text.offsetByCodePoints(0, most);
    if (text.substring(end).isBlank()) return text.substring(0, end);
    throw BadValue.tooLong(type, points);
  }

  /// A value as text: what CAST AS VARCHAR and `||` give.
  public static String print(Object value) {
    return switch (value) {
      case String text -> text;
      case BigDecimal number -> number.toPlainString();
      case Instant time -> TimeText.print(time);
      case Interval interval -> TimeText.print(interval);
      case Json json -> json.text();
      case byte[] bytes -> HexFormat.of().formatHex(bytes);
      default -> value.toString();
    };
  }

  private static Instant toTimestamp(Object value, SqlType type, ZoneId zone) {
    return switch (value) {
      case Instant time -> time;
      case LocalDate date -> Times.startOf(date, zone);
      case String text -> {
        Instant time = TimeText.parseTimestamp(text, zone);
        if (time == null) throw BadValue.badCast(value, type);
        yield time;
      }
      default -> throw BadValue.badCast(value, type);
    };
  }

  private static LocalDate toDate(Object value, SqlType type, ZoneId zone) {
    return switch (value) {
      case LocalDate date -> date;
      case Instant time -> time.atZone(zone).toLocalDate();
      case String text -> {
        LocalDate date = TimeText.parseDate(text);
        if (date != null) yield date;
        Instant time = TimeText.parseTimestamp(text, zone);
        if (time == null) throw BadValue.badCast(value, type);
        yield time.atZone(zone).toLocalDate();
      }
      default -> throw BadValue.badCast(value, type);
    };
  }

  private static Interval toInterval(Object value, SqlType type) {
    if (value instanceof Interval interval) return interval;
    Interval parsed = value instanceof String text ? TimeText.parseInterval(text) : null;
    if (parsed == null) throw BadValue.badCast(value, type);
    return parsed;
  }

  /// A text must be JSON itself; other values become the JSON that stands for them.
  private static Json toJson(Object value, SqlType type) {
    return switch (value) {
      case Json json -> json;
      case Boolean b -> new Json(b.toString());
      case Long n -> new Json(n.toString());
      case BigDecimal n -> new Json(n.toPlainString());
      case Double n when !Double.isNaN(n) && !Double.isInfinite(n) -> new Json(n.toString());
      case String text when JsonValues.isValid(text) -> new Json(text);
      case Instant time -> new Json('"' + TimeText.print(time) + '"');
      case LocalDate date -> new Json("\"" + date + '"');
      case UUID uuid -> new Json("\"" + uuid + '"');
      case Interval interval -> new Json('"' + TimeText.print(interval) + '"');
      default -> throw BadValue.badCast(value, type);
    };
  }

  /// A text gives its UTF-8 bytes.
  private static byte[] toBytes(Object value, SqlType type) {
    return switch (value) {
      case byte[] bytes -> bytes;
      case String text -> Ordering.utf8(text);
      case UUID uuid -> ByteBuffer.allocate(16).putLong(uuid.getMostSignificantBits())
          .putLong(uuid.getLeastSignificantBits()).array();
      default -> throw BadValue.badCast(value, type);
    };
  }

  private static UUID toUuid(Object value, SqlType type) {
    return switch (value) {
      case UUID uuid -> uuid;
      case byte[] bytes when bytes.length == 16 -> {
        var buffer = ByteBuffer.wrap(bytes);
        yield new UUID(buffer.getLong(), buffer.getLong());
      }
      case String text when isUuid(text.strip()) -> UUID.fromString(text.strip());
      default -> throw BadValue.badCast(value, type);
    };
  }

  private static boolean isUuid(String text) {
    if (text.length() != 36) return false;
    for (int i = 0; i < 36; i++) {
      char c = text.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') return false;
    }
    return true;
  }

  /// As [#cast], with null for NULL.
  public static @Nullable Object castOrNull(@Nullable Object value, SqlType type, ZoneId zone) {
    return value == null ? null : cast(value, type, zone);
  }

  /// Widens a number to the kind an expression promises (BIGINT to DECIMAL to DOUBLE); everything else stays as it is.
  /// Branches of CASE and the like meet in one kind by this.
  public static @Nullable Object widen(@Nullable Object value, SqlType type) {
    if (value == null) return null;
    return switch (type.kind()) {
      case DOUBLE -> value instanceof Long || value instanceof BigDecimal ? Arithmetic.toDouble(value) : value;
      case DECIMAL -> value instanceof Long n ? BigDecimal.valueOf(n) : value;
      case NULL, BOOLEAN, INTEGER, BIGINT, VARCHAR, TIMESTAMP, DATE, INTERVAL, JSON, VARBINARY, UUID, ANY -> value;
    };
  }

  /// The error for a NULL where none may be.
  public static SqlException.Data nullNotAllowed(String what) {
    return new SqlException.Data("22004", what + " must not be NULL");
  }
}
