// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.console;

import java.util.Locale;

/// Numbers as people read them.
public final class Figures {
  private Figures() {}

  /// `21,348`
  public static String count(long number) { return String.format(Locale.ROOT, "%,d", number); }

  /// `1 event`, `21,348 events`
  public static String count(long number, String singular) {
    return count(number) + " " + singular + (number == 1 ? "" : "s");
  }

  /// `0.8 ms`, `312 ms`, `4.2 s`, `3 min 20 s`
  public static String duration(long nanos) {
    if (nanos < 10_000_000L) return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    if (nanos < 1_000_000_000L) return nanos / 1_000_000L + " ms";
    if (nanos < 60_000_000_000L) return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    long seconds = nanos / 1_000_000_000L;
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  /// `512 B`, `2.2 MiB`
  public static String bytes(long bytes) {
    if (bytes < 1024) return bytes + " B";
    double size = bytes;
    var units = new String[]{"KiB", "MiB", "GiB", "TiB"};
    int unit = -1;
    do {
      size /= 1024;
      unit++;
    } while (size >= 1024 && unit < units.length - 1);
    return String.format(Locale.ROOT, "%.1f %s", size, units[unit]);
  }

  /// Per second, 0 when no time has passed.
  public static long rate(long count, long nanos) { return nanos <= 0 ? 0 : Math.round(count * 1e9 / nanos); }
}
