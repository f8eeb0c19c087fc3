// SPDX-License-Identifier: Apache-2.0
package org.redexdb.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.ChannelStatus;
import org.redexdb.storage.api.LogActivity;

/// Meters of one channel.
final class ChannelMeters {
  private final MeterSet meters;

  /// @param status of the channel, null while it is unknown
  /// @param activity what was done under its name
  ChannelMeters(MeterRegistry registry, Tags tags, Supplier<@Nullable ChannelStatus> status,
      Supplier<LogActivity> activity) {
    meters = new MeterSet(registry, "redexdb.log.", tags);
    meters.gauge("tip", "seq", "Last event that can be read, -1 for none", status, s -> s.log().nextSeq() - 1);
    meters.gauge("durable", "seq", "Last event on the device, -1 for none", status, s -> s.log().durableSeq());
    meters.gauge("committed", "seq", "Last event that no crash takes back, -1 for none", status,
        ChannelStatus::committedSeq);
    meters.gauge("floor", "seq", "Oldest event that can be read", status, s -> s.log().firstSeq());
    meters.gauge("lag", MeterSet.EVENTS, "Events that a power cut may take back", status,
        ChannelStatus::durableLagEvents);
    meters.gauge("size", MeterSet.BYTES, "Bytes of frames stored", status, s -> s.log().bytes());
    meters.gauge("allocated", MeterSet.BYTES, "Sizes of the files, which have holes", status,
        s -> s.log().allocatedBytes());
    meters.gauge("segments", "segments", "Segment files", status, s -> s.log().segments());
    meters.gauge("pins", "pins", "Readers that keep events from being removed", status, s -> s.log().pins());
    meters.gauge("subscribers", "subscribers", "Subscriptions that have not ended", status,
        ChannelStatus::subscribers);
    meters.gauge("key.index.heap", MeterSet.BYTES, "Heap held to find keys in segments without a key file", status,
        s -> s.log().keyIndexHeapBytes());
    meters.gauge("refusing", null, "1 while the log refuses appends", status, s -> s.log().fault() == null ? 0 : 1);
    meters.activity(activity);
  }

  void remove() { meters.remove(); }
}
