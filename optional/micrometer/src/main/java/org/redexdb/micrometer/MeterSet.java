// SPDX-License-Identifier: Apache-2.0
package org.redexdb.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.LogActivity;

/// Meters that come and go together: with one prefix, the same tags.
///
/// The registry keeps gauges' suppliers; what functions of counters and timers read, it refers to weakly. Their object is this
/// one, which the binding keeps, and the gauges' suppliers keep the binding.
final class MeterSet {
  static final String EVENTS = "events";
  static final String BYTES = "bytes";

  private final MeterRegistry registry;
  private final String prefix;
  private final Tags tags;
  private final List<Meter> meters = new ArrayList<>();

  MeterSet(MeterRegistry registry, String prefix, Tags tags) {
    this.registry = registry;
    this.prefix = prefix;
    this.tags = tags;
  }

  /// @param state what the value is read from, null while it is unknown: the gauge is not a number then
  /// @param unit null for a number without one
  <T> void gauge(String name, @Nullable String unit, String description, Supplier<@Nullable T> state,
      ToDoubleFunction<T> value) {
    Supplier<Number> read = () -> {
      T now = state.get();
      return now == null ? Double.NaN : value.applyAsDouble(now);
    };
    meters.add(
        Gauge.builder(prefix + name, read).tags(tags).baseUnit(unit).description(description).register(registry));
  }

  void counter(String name, @Nullable String unit, String description, Supplier<LogActivity> activity,
      ToDoubleFunction<LogActivity> value) {
    meters.add(FunctionCounter.builder(prefix + name, this, _ -> value.applyAsDouble(activity.get())).tags(tags)
        .baseUnit(unit).description(description).register(registry));
  }

  void timer(String name, String description, Supplier<LogActivity> activity,
      Function<LogActivity, LogActivity.Spent> spent) {
    meters.add(FunctionTimer
        .builder(prefix + name, this, _ -> spent.apply(activity.get()).count(),
            _ -> spent.apply(activity.get()).nanos(), TimeUnit.NANOSECONDS)
        .tags(tags).description(description).register(registry));
  }

  /// What a log, all logs, or the journal did.
  void activity(Supplier<LogActivity> activity) {
    counter("appended", EVENTS, "Events appended", activity, LogActivity::appendedEvents);
    counter("written", BYTES, "Bytes written to segment files", activity, LogActivity::writtenBytes);
    counter("forced", EVENTS, "Events made durable by forces", activity, LogActivity::forcedEvents);
    timer("force", "Forces that made events durable", activity, LogActivity::forces);
    timer("roll", "Goings on in a new segment", activity, LogActivity::rolls);
    timer("stall", "Waits of appends for a block, a segment, room or a large write", activity, LogActivity::stalls);
  }

  void remove() {
    meters.forEach(registry::remove);
    meters.clear();
  }
}
