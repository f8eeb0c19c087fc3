// SPDX-License-Identifier: Apache-2.0
package org.redexdb.micrometer;

import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/// What is measured of a store, and how often it is looked at.
///
/// @param tags of every meter. A `store` among them names the store, else it is called as its folder, or `memory`: two stores
///          of that name in one registry need one
/// @param channels which channels, by name, may have meters of their own
/// @param channelsMax how many of them have, 0 for none: each has as many time series as there are rows for a log in the
///          table. Those of the store count all channels all the same
/// @param lookAgeMax how old a look may be that a meter is read from; a scrape reads all meters within it
public record MetricsOptions(Tags tags, Predicate<String> channels, int channelsMax, Duration lookAgeMax) {
  public static final MetricsOptions DEFAULTS = new MetricsOptions(Tags.empty(), _ -> true, 100,
      Duration.ofSeconds(1));

  public MetricsOptions {
    Objects.requireNonNull(tags, "tags");
    Objects.requireNonNull(channels, "channels");
    if (channelsMax < 0) throw new IllegalArgumentException("channelsMax: " + channelsMax);
    if (lookAgeMax.isNegative()) throw new IllegalArgumentException("lookAgeMax: " + lookAgeMax);
  }

  public MetricsOptions withTags(Tags newTags) {
    return new MetricsOptions(newTags, channels, channelsMax, lookAgeMax);
  }

  public MetricsOptions withChannels(Predicate<String> newChannels) {
    return new MetricsOptions(tags, newChannels, channelsMax, lookAgeMax);
  }

  public MetricsOptions withChannelsMax(int newChannelsMax) {
    return new MetricsOptions(tags, channels, newChannelsMax, lookAgeMax);
  }

  public MetricsOptions withLookAgeMax(Duration newLookAgeMax) {
    return new MetricsOptions(tags, channels, channelsMax, newLookAgeMax);
  }
}
