// SPDX-License-Identifier: Apache-2.0
package org.redexdb.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.redexdb.netdb.NetDb;

/// The table of docs/observability.md has all meters, with kind and unit, and no others.
class DocumentedMetersTest {
  private static final Pattern ROW = Pattern.compile("\\| `(redexdb\\.[a-z.]+)` \\| ([a-z]+) \\| ([a-z]*) \\|.*");

  @Test
  void theDocumentedMetersAreThoseThatThereAre() throws IOException {
    var documented = new ArrayList<String>();
    for (String line : Files.readAllLines(Path.of("../../docs/observability.md"))) {
      var row = ROW.matcher(line);
      if (row.matches()) documented.add(row.group(1) + " " + row.group(2) + " " + row.group(3));
    }
    assertThat(meters()).containsExactlyInAnyOrderElementsOf(documented);
  }

  private static List<String> meters() {
    var registry = new SimpleMeterRegistry();
    try (var db = NetDb.memory(); var metrics = new RedexMetrics(db)) {
      db.channel("orders");
      metrics.bindTo(registry);
      return registry.getMeters().stream().map(meter -> meter.getId().getName() + " " + kind(meter) + " " + unit(meter))
          .toList();
    }
  }

  private static String kind(Meter meter) { return meter.getId().getType().name().toLowerCase(Locale.ROOT); }

  private static String unit(Meter meter) {
    String unit = meter.getId().getBaseUnit();
    return unit == null ? "" : unit;
  }
}
