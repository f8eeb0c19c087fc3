// SPDX-License-Identifier: Apache-2.0
package org.redexdb.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.redexdb.netdb.NetDbStatus;
import org.redexdb.redex.api.ChannelStatus;

/// Meters of a store: what there is one of, and sums over all channels, whether or not these have meters of their own.
final class StoreMeters {
  private final List<MeterSet> sets;

  StoreMeters(MeterRegistry registry, Tags tags, Supplier<Look> look) {
    var store = new MeterSet(registry, "redexdb.store.", tags);
    var query = new MeterSet(registry, "redexdb.query.", tags);
    var journal = new MeterSet(registry, "redexdb.journal.", tags);
    sets = List.of(store, query, journal);
    Supplier<@Nullable NetDbStatus> status = () -> look.get().status();
    store.gauge("channels", "channels", "Channels", status, s -> s.store().channels().size());
    store.gauge("channels.unmetered", "channels", "Channels left without meters of their own by the limit", look,
        Look::unmetered);
    store.gauge("look.failed", null, "1 when the store could not be looked at", look,
        l -> l.status() == null ? 1 : 0);
    store.gauge("epoch", null, "Incarnation of the writer", status, s -> Integer.toUnsignedLong(s.store().epoch()));
    store.gauge("read.only", null, "1 when this process only reads", status, s -> s.store().readOnly() ? 1 : 0);
    store.gauge("recovery.notes", "notes", "Things that recovery found and did at opening", status,
        s -> s.store().recoveryNotes());
    store.gauge("descriptors", "files", "Descriptors of files held open, of all stores on the disk", status,
        s -> s.store().openDescriptors());
    store.gauge("descriptors.max", "files", "Descriptors that may be held open, 0 without a limit", status,
        s -> s.store().descriptorsMax());
    store.gauge("lag", MeterSet.EVENTS, "Events that a power cut may take back", status,
        s -> sum(s, ChannelStatus::durableLagEvents));
    store.gauge("size", MeterSet.BYTES, "Bytes of frames stored", status, s -> sum(s, c -> c.log().bytes()));
    store.gauge("allocated", MeterSet.BYTES, "Sizes of the files, which have holes", status,
        s -> sum(s, c -> c.log().allocatedBytes()));
    store.gauge("segments", "segments", "Segment files", status, s -> sum(s, c -> c.log().segments()));
    store.gauge("refusing", "channels", "Channels that refuse appends", status,
        s -> sum(s, c -> c.log().fault() == null ? 0 : 1));
    store.activity(() -> look.get().total());
    query.gauge("memory.used", MeterSet.BYTES, "Heap that statements hold", status, NetDbStatus::memoryUsedBytes);
    query.gauge("memory.max", MeterSet.BYTES, "Heap that statements may hold", status, NetDbStatus::memoryLimitBytes);
    journal.activity(() -> look.get().journal());
  }

  private static long sum(NetDbStatus status, ToLongFunction<ChannelStatus> part) {
    return status.store().channels().stream().mapToLong(part).sum();
  }

  void remove() { sets.forEach(MeterSet::remove); }
}
