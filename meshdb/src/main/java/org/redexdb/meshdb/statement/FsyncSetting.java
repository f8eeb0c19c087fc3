// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.redexdb.storage.api.Fsync;

/// The text of the channel option `fsync`: `never`, or limits joined by `or`, each at most once: a number of events, a time,
/// a size.
final class FsyncSetting {
  static final String EXPECTED = "'never', '100 events', '500ms', '64mb', or several of them, as '1s or 4mb'";
  private static final Pattern EVENTS = Pattern.compile("(\\d+)\\s*events?");
  private static final Pattern SIZE = Pattern.compile("\\d+\\s*(b|kb|mb|gb)");

  private FsyncSetting() {}

  /// @throws IllegalArgumentException it is none
  static Fsync parse(String text) {
    String setting = text.strip().toLowerCase(Locale.ROOT);
    if (setting.equals("never")) return Fsync.NEVER;
    long events = 0;
    Duration interval = Duration.ZERO;
    long bytes = 0;
    for (String limit : setting.split("\\s+or\\s+", -1)) {
      Matcher counted = EVENTS.matcher(limit);
      boolean isNew;
      if (counted.matches()) {
        isNew = events == 0;
        events = Long.parseLong(counted.group(1));
      } else if (SIZE.matcher(limit).matches()) {
        isNew = bytes == 0;
        bytes = Settings.bytes(limit);
      } else {
        isNew = interval.isZero();
        interval = interval(limit);
      }
      if (!isNew) throw new IllegalArgumentException(text);
    }
    if (events == 0 && interval.isZero() && bytes == 0) throw new IllegalArgumentException(text);
    return new Fsync(events, interval, bytes);
  }

  /// A number without a unit is none: nobody can tell what it counts.
  private static Duration interval(String limit) {
    if (!limit.isEmpty() && Character.isDigit(limit.charAt(limit.length() - 1)))
      throw new IllegalArgumentException(limit);
    try {
      return Settings.duration(limit);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(limit, e);
    }
  }
}
