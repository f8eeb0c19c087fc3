// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RealDataTest {

  @Test
  void theHelpDeskLogHasItsEventsAndTraces() throws IOException {
    var file = Reading.shared("helpdesk.xes.gz");
    int events = 0;
    var cases = new HashSet<String>();
    try (var source = Source.open(Files.newInputStream(file), file.getFileName().toString(), Source.Options.DEFAULTS)) {
      assertThat(source.format()).isEqualTo(SourceFormat.XES);
      for (var item = source.reader().next(); item != null; item = source.reader().next()) {
        var event = (Item.Event) item;
        assertThat(event.eventTimeNanos()).isNotNull();
        cases.add(Objects.requireNonNull(event.key()));
        events++;
      }
      assertThat(source.bytesRead()).isEqualTo(Files.size(file));
    }
    assertThat(events).isEqualTo(21_348);
    assertThat(cases).hasSize(4_580);
  }

  @Test
  void theReceiptTableHasItsRowsWithTimes() throws IOException {
    var items = Reading.all(Files.readAllBytes(Reading.shared("receipt.csv")), "receipt.csv", Reading.extracting(null,
        "time:timestamp", "concept:name", "case:concept:name"));
    assertThat(items).hasSize(8_577).allSatisfy(item -> assertThat(((Item.Event) item).eventTimeNanos()).isNotNull());
    assertThat(Reading.text(items.getFirst())).contains("\"case:concept:name\":\"case-10011\"").doesNotContain(
        "case:enddate\"");
  }

  @Test
  void theFlightsAreTheSlicesOfTheirArray() throws IOException {
    var bytes = Files.readAllBytes(Reading.shared("flights-20k.json"));
    var items = Reading.all(bytes, "flights-20k.json", Source.Options.DEFAULTS);
    assertThat(items).hasSize(20_000);
    assertThat(Reading.text(items.getFirst())).isEqualTo(
        "{\"date\":\"2001/01/01 00:47\",\"delay\":66,\"distance\":1750,\"origin\":\"DTW\",\"destination\":\"LAS\"}");
    long payloads = items.stream().mapToLong(item -> ((Item.Event) item).payload().length).sum();
    assertThat(payloads + 20_000 + 1).isBetween((long) bytes.length - 2, (long) bytes.length);
  }

  @Test
  void theStatusLinesAreStoredByteForByte() throws IOException {
    var file = Reading.shared("nginxplus_status.jsonl");
    List<String> lines = Files.readAllLines(file);
    var items = Reading.all(Files.readAllBytes(file), file.getFileName().toString(), Reading.extracting(null,
        "timestamp", null, null));
    assertThat(items).extracting(Reading::text).isEqualTo(lines).hasSize(500);
    assertThat(((Item.Event) items.getFirst()).eventTimeNanos()).isEqualTo(1446249499_322_000_000L);
  }
}
