// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private final AtomicLong nanos = new AtomicLong();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void durationsHaveTwoPlacesOfMeaning() {
    assertThat(Figures.duration(800_000)).isEqualTo("0.8 ms");
    assertThat(Figures.duration(312_000_000)).isEqualTo("312 ms");
    assertThat(Figures.duration(4_200_000_000L)).isEqualTo("4.2 s");
    assertThat(Figures.duration(200_000_000_000L)).isEqualTo("3 min 20 s");
    assertThat(Figures.duration(3_700_000_000_000L)).isEqualTo("1 h 1 min");
  }

  @Test
  void sizesAreInBinaryUnits() {
    assertThat(Figures.bytes(1023)).isEqualTo("1023 B");
    assertThat(Figures.bytes(1024)).isEqualTo("1.0 KiB");
    assertThat(Figures.bytes(5L << 40)).isEqualTo("5.0 TiB");
    assertThat(Figures.bytes(5000L << 40)).isEqualTo("5000.0 TiB");
  }

  @Test
  void progressIsAPlainLineEveryFiveSecondsWhereNobodyWatches() {
    var progress = new ProgressLine(console(false), "importing", "event");
    for (int second = 1; second <= 11; second++) {
      nanos.addAndGet(1_000_000_000L);
      progress.update(second * 1000L, second * 100L, 4_000);
    }
    progress.close();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("""
        importing: 5,000 events, 1,000/s, 13 %, 35.0 s left
        importing: 10,000 events, 1,000/s, 25 %, 30.0 s left
        """);
  }

  @Test
  void progressRedrawsItsLineOnATerminalAndWipesIt() {
    var progress = new ProgressLine(console(true), "reading", "event");
    nanos.addAndGet(1_000_000_000L);
    progress.update(1, -1, -1);
    progress.close();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("\rreading: 1 event, 1/s\r" + " ".repeat(21) + "\r");
  }

  private Console console(boolean terminal) {
    return new Console(InputStream.nullInputStream(), System.out, new PrintStream(err, true, StandardCharsets.UTF_8),
        false, false, terminal, nanos::get);
  }
}
