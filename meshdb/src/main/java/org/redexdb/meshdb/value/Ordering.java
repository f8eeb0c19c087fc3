// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.value;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.Interval;
import org.redexdb.meshdb.api.Json;

/// Order and equality of boxed values that are not NULL.
public final class Ordering {
  private static final BigInteger NANOS_PER_DAY = BigInteger.valueOf(86_400_000_000_000L);

  private Ordering() {}

  /// Total order: by [Family], then by value. The order of ORDER BY, MIN, MAX.
  public static int compare(Object a, Object b) {
    Family left = Family.of(a);
    Family right = Family.of(b);
    return left == right ? withinFamily(left, a, b) : left.compareTo(right);
  }

  /// Equality of GROUP BY, DISTINCT and IS NOT DISTINCT FROM.
  public static boolean equal(Object a, Object b) { return compare(a, b) == 0; }

  /// Whether `=` and `<` have an answer.
  public static boolean comparable(Object a, Object b) { return Family.of(a) == Family.of(b); }

  private static int withinFamily(Family family, Object a, Object b) {
    return switch (family) {
      case BOOLEAN -> Boolean.compare((Boolean) a, (Boolean) b);
      case NUMBER -> NumberOrder.compare(a, b);
      case TEXT -> compareText((String) a, (String) b);
      case TIMESTAMP -> ((Instant) a).compareTo((Instant) b);
      case DATE -> Long.compare(((LocalDate) a).toEpochDay(), ((LocalDate) b).toEpochDay());
      case INTERVAL -> length((Interval) a).compareTo(length((Interval) b));
      case JSON -> compareJson(((Json) a).text(), ((Json) b).text());
      case BINARY -> Arrays.compareUnsigned((byte[]) a, (byte[]) b);
      case UUID -> compareUuid((UUID) a, (UUID) b);
    };
  }

  /// By code point, which is the order of the UTF-8 bytes; [String#compareTo] differs above U+FFFF.
  public static int compareText(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    for (int i = 0; i < shorter; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean surrogateLeft = Character.isSurrogate(x);
        if (surrogateLeft != Character.isSurrogate(y)) return surrogateLeft ? 1 : -1;
        return x - y;
      }
    }
    return a.length() - b.length();
  }

  /// By value, whatever the white space and the order of keys.
  private static int compareJson(String a, String b) {
    return a.equals(b) ? 0 : compareText(CanonicalJson.of(a), CanonicalJson.of(b));
  }

  private static int compareUuid(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }

  /// Nanoseconds, with 30 days to a month and 24 hours to a day.
  private static BigInteger length(Interval interval) {
    return BigInteger.valueOf(interval.months()).multiply(BigInteger.valueOf(30))
        .add(BigInteger.valueOf(interval.days())).multiply(NANOS_PER_DAY).add(BigInteger.valueOf(interval.nanos()));
  }

  /// An object whose `equals` and `hashCode` are [#equal]: for hash tables over boxed values.
  public static Object key(Object value) {
    return switch (value) {
      case Interval interval -> length(interval);
      case byte[] bytes -> new Bytes(bytes);
      case Long _,Boolean _,String _,Instant _,LocalDate _,UUID _ -> value;
      case Json(String json) -> new Json(CanonicalJson.of(json));
      default -> NumberOrder.canonical(value);
    };
  }

  /// As [#key], or null for NULL.
  public static @Nullable Object keyOrNull(@Nullable Object value) { return value == null ? null : key(value); }

  private record Bytes(byte[] bytes) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bytes(byte[] theirs) && Arrays.equals(bytes, theirs);
    }

    @Override
    public int hashCode() { return Arrays.hashCode(bytes); }
  }

  /// UTF-8, the form texts have in vectors.
  public static byte[] utf8(String text) { return text.getBytes(StandardCharsets.UTF_8); }
}
