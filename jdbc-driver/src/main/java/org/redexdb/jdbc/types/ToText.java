// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.types;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Period;
import java.util.HexFormat;
import java.util.UUID;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;

/// Values of the engine as text and as bytes.
public final class ToText {
  private static final HexFormat HEX = HexFormat.of();

  private ToText() {}

  /// Numbers without exponent where they have none, times in ISO 8601 with Z, bytes in hexadecimal.
  public static String toText(Object value) {
    return switch (value) {
      case BigDecimal number -> number.toPlainString();
      case Interval interval -> iso(interval);
      case Json json -> json.text();
      case byte[] bytes -> HEX.formatHex(bytes);
      // Boolean, Long, Double, String, Instant, LocalDate, UUID print as SQL writes them.
      default -> value.toString();
    };
  }

  public static byte[] toBytes(Object value) throws ConversionFailure {
    return switch (value) {
      case byte[] bytes -> bytes.clone();
      case String text -> text.getBytes(StandardCharsets.UTF_8);
      case Json json -> json.text().getBytes(StandardCharsets.UTF_8);
      case UUID uuid -> ByteBuffer.allocate(16).putLong(uuid.getMostSignificantBits())
          .putLong(uuid.getLeastSignificantBits()).array();
      default -> throw ConversionFailure.cast(value, "VARBINARY");
    };
  }

  public static UUID toUuid(Object value) throws ConversionFailure {
    return switch (value) {
      case UUID uuid -> uuid;
      case byte[] bytes when bytes.length == 16 -> {
        var buffer = ByteBuffer.wrap(bytes);
        yield new UUID(buffer.getLong(), buffer.getLong());
      }
      case String text when text.strip().length() == 36 -> {
        try {
          yield UUID.fromString(text.strip());
        } catch (IllegalArgumentException e) {
          throw ConversionFailure.cast(value, "UUID");
        }
      }
      default -> throw ConversionFailure.cast(value, "UUID");
    };
  }

  /// `P1Y2M3DT4H5M6.7S`, `PT0S` when nothing is in it.
  private static String iso(Interval interval) {
    var period = Period.of((int) (interval.months() / 12), (int) (interval.months() % 12),
        Math.toIntExact(interval.days()));
    if (interval.nanos() == 0 && !period.isZero()) return period.toString();
    String time = Duration.ofNanos(interval.nanos()).toString();
    return period.isZero() ? time : period + time.substring(1);
  }
}
