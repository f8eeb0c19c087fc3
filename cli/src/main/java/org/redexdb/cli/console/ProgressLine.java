// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.console;

import java.util.Locale;

/// Says how a long task goes on: one line redrawn five times a second on a terminal, else a plain line every five seconds.
public final class ProgressLine implements AutoCloseable {
  private static final long REDRAW_NANOS = 200_000_000L;
  private static final long PLAIN_NANOS = 5_000_000_000L;

  private final Console console;
  private final String what;
  private final String unit;
  private final long startNanos;
  private long shownNanos;
  private int width;

  /// @param what what is under way, `importing orders`
  /// @param unit what is counted, singular
  public ProgressLine(Console console, String what, String unit) {
    this.console = console;
    this.what = what;
    this.unit = unit;
    this.startNanos = console.nanos().getAsLong();
    this.shownNanos = startNanos;
  }

  /// @param count units done in this run
  /// @param done part of `total` that is behind us, in any measure
  /// @param total -1 when unknown
  public void update(long count, long done, long total) {
    long now = console.nanos().getAsLong();
    if (now - shownNanos < (console.errTerminal() ? REDRAW_NANOS : PLAIN_NANOS)) return;
    shownNanos = now;
    show(line(count, done, total, now - startNanos));
  }

  String line(long count, long done, long total, long nanos) {
    var line = new StringBuilder(what).append(": ").append(Figures.count(count, unit)).append(", ")
        .append(Figures.count(Figures.rate(count, nanos))).append("/s");
    if (total > 0 && done > 0) {
      double part = Math.min(1.0, (double) done / total);
      long left = Math.round(nanos * (1 - part) / part);
      line.append(String.format(Locale.ROOT, ", %.0f %%, ", part * 100)).append(Figures.duration(left)).append(" left");
    }
    return line.toString();
  }

  private void show(String line) {
    if (console.errTerminal()) {
      console.err().print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
      width = line.length();
    } else {
      console.err().println(line);
    }
    console.err().flush();
  }

  /// Nanoseconds since the start.
  public long elapsedNanos() { return console.nanos().getAsLong() - startNanos; }

  @Override
  public void close() { wipe(); }

  /// Wipes the redrawn line, to make place for something else.
  public void wipe() {
    if (width > 0) {
      console.err().print("\r" + " ".repeat(width) + "\r");
      console.err().flush();
      width = 0;
    }
  }
}
