// SPDX-License-Identifier: Apache-2.0
package org.redexdb.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.redexdb.netdb.NetDb;

/// The meters as Prometheus reads them, where a look is taken and meters are registered amid a scrape.
class PrometheusTest {
  private final MockClock clock = new MockClock();
  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
      new PrometheusRegistry(), clock);

  @Test
  void aScrapeShowsNamesUnitsAndTagsAndFollowsTheChannels() {
    try (var db = NetDb.memory(); var metrics = new RedexMetrics(db)) {
      metrics.bindTo(registry);
      assertThat(registry.scrape()).contains("redexdb_store_channels{store=\"memory\"} 0.0")
          .doesNotContain("redexdb_log");
      db.channel("orders").append("1");
      clock.add(Duration.ofSeconds(2));
      registry.scrape();
      assertThat(registry.scrape()).contains("redexdb_log_tip_seq{channel=\"orders\",store=\"memory\"} 0.0")
          .contains("redexdb_log_appended_events_total{channel=\"orders\",store=\"memory\"} 1.0")
          .contains("redexdb_log_force_seconds_count{channel=\"orders\",store=\"memory\"}")
          .contains("redexdb_log_force_seconds_sum{channel=\"orders\",store=\"memory\"}")
          .contains("redexdb_store_appended_events_total{store=\"memory\"} 1.0");
      db.dropChannel("orders");
      clock.add(Duration.ofSeconds(2));
      registry.scrape();
      assertThat(registry.scrape()).doesNotContain("channel=\"orders\"")
          .contains("redexdb_store_appended_events_total{store=\"memory\"} 1.0");
    }
  }
}
