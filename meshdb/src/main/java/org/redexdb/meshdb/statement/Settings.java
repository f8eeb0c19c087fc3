// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.bind.NameHint;

/// The options of one session. Confined to its thread.
public final class Settings {
  /// The options there are.
  enum Option {
    /// Zone of literals and texts without one, of date_trunc and casts.
    TIME_ZONE("UTC", "a zone such as UTC, +02:00 or Europe/Berlin"),
    /// Whether comparing values of different families is an error (22018) and not UNKNOWN.
    STRICT_TYPES("off", "on or off"),
    /// Rows after which a query fails with 54000; 0 for no limit.
    QUERY_MAX_ROWS("0", "a whole number, 0 for no limit"),
    /// Time after which a statement is cancelled; 0 for no limit.
    QUERY_MAX_DURATION("0", "a time such as 500ms, 30s, 5m, 1h or PT30S, 0 for no limit"),
    /// Heap that one statement may hold; 0 for all that the store has for statements.
    QUERY_MEMORY_MAX("0", "a size such as 500000, 64kb, 256mb, 2gb, 0 for all that the store has"),
    /// Time to wait for heap that other statements hold, after which a statement fails with 53200.
    QUERY_MEMORY_WAIT("10s", "a time such as 500ms, 30s, 5m, 1h or PT30S, 0 for no wait"),
    /// Rows a client asks for at once; a hint, nothing here depends on it.
    FETCH_SIZE("0", "a whole number");

    private final String initial;
    private final String expected;

    Option(String initial, String expected) {
      this.initial = initial;
      this.expected = expected;
    }

    String sqlName() { return name().toLowerCase(Locale.ROOT); }

    static Option named(String name) {
      for (var option : values()) {
        if (option.sqlName().equals(name.toLowerCase(Locale.ROOT))) return option;
      }
      throw new SqlException.Invalid("42000", "no option \"" + name + "\"" + NameHint.of(name, names())
          + "; the options are " + String.join(", ", names()), 0, 0, null);
    }

    static List<String> names() { return Arrays.stream(values()).map(Option::sqlName).toList(); }
  }

  private final Map<Option, String> texts = new EnumMap<>(Option.class);
  private ZoneId zone = ZoneOffset.UTC;
  private boolean strictTypes;
  private long maxRows;
  private long maxDurationNanos;
  private long memoryMaxBytes;
  private long memoryWaitNanos;

  public Settings() {
    for (var option : Option.values()) set(option.name(), option.initial);
  }

  /// All options by their names in SQL.
  public Map<String, String> texts() {
    var all = new TreeMap<String, String>();
    texts.forEach((option, text) -> all.put(option.sqlName(), text));
    return all;
  }

  /// @throws SqlException.Invalid 42000 unknown name or bad value
  public void set(String name, String value) {
    var option = Option.named(name);
    try {
      apply(option, value.strip());
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
      throw new SqlException.Invalid("42000", "option " + option.sqlName() + " takes " + option.expected + ", not \""
          + value + "\"", 0, 0, e);
    }
    texts.put(option, value.strip());
  }

  /// Back to what it was at the beginning.
  public void reset(String name) { set(name, Option.named(name).initial); }

  public String text(String name) { return texts.getOrDefault(Option.named(name), ""); }

  private void apply(Option option, String value) {
    switch (option) {
      case TIME_ZONE -> zone = zone(value);
      case STRICT_TYPES -> strictTypes = flag(value);
      case QUERY_MAX_ROWS -> maxRows = count(value);
      case QUERY_MAX_DURATION -> maxDurationNanos = duration(value).toNanos();
      case QUERY_MEMORY_MAX -> memoryMaxBytes = bytes(value);
      case QUERY_MEMORY_WAIT -> memoryWaitNanos = duration(value).toNanos();
      case FETCH_SIZE -> count(value);
    }
  }

  private static ZoneId zone(String value) {
    return value.equalsIgnoreCase("utc") || value.equalsIgnoreCase("z") ? ZoneOffset.UTC : ZoneId.of(value);
  }

  private static boolean flag(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "on", "true", "1" -> true;
      case "off", "false", "0" -> false;
      default -> throw new IllegalArgumentException(value);
    };
  }

  static long count(String value) {
    long count = Long.parseLong(value);
    if (count < 0) throw new IllegalArgumentException(value);
    return count;
  }

  static long bytes(String value) {
    String text = value.toLowerCase(Locale.ROOT);
    int unit = 0;
    while (unit < text.length() && Character.isDigit(text.charAt(unit))) unit++;
    long amount = Long.parseLong(text.substring(0, unit));
    return switch (text.substring(unit).strip()) {
      case "", "b" -> amount;
      case "kb" -> Math.multiplyExact(amount, 1L << 10);
      case "mb" -> Math.multiplyExact(amount, 1L << 20);
      case "gb" -> Math.multiplyExact(amount, 1L << 30);
      default -> throw new IllegalArgumentException(value);
    };
  }

  static Duration duration(String value) {
    String text = value.toLowerCase(Locale.ROOT);
    if (text.equals("0")) return Duration.ZERO;
    if (text.startsWith("p")) return positive(Duration.parse(value));
    int unit = 0;
    while (unit < text.length() && Character.isDigit(text.charAt(unit))) unit++;
    long amount = Long.parseLong(text.substring(0, unit));
    return switch (text.substring(unit).strip()) {
      case "ms", "" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m", "min" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> throw new IllegalArgumentException(value);
    };
  }

  private static Duration positive(Duration duration) {
    if (duration.isNegative()) throw new IllegalArgumentException("negative");
    return duration;
  }

  public ZoneId zone() { return zone; }

  public boolean strictTypes() { return strictTypes; }

  /// 0 for no limit.
  public long maxRows() { return maxRows; }

  /// 0 for no limit.
  public long maxDurationNanos() { return maxDurationNanos; }

  /// 0 for all that the store has.
  public long memoryMaxBytes() { return memoryMaxBytes; }

  public long memoryWaitNanos() { return memoryWaitNanos; }
}
