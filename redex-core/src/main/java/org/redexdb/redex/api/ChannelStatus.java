// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import org.redexdb.storage.api.LogStatus;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Retention;

/// A channel at one moment, or nearly: its parts are read one after the other while appends go on.
///
/// @param name channel
/// @param log the log it lives in
/// @param retention limits of what is kept
/// @param subscribers subscriptions of publishers in this process that have not ended
public record ChannelStatus(String name, LogStatus log, Retention retention, int subscribers) {
  /// Last event, [Position#NONE] when there was none since the channel was made.
  public Position tip() { return log.tip(); }

  /// Last event that no crash takes back: as long as a store has one copy, the last one on the device.
  public long committedSeq() { return log.durableSeq(); }

  /// Published events that a power cut may take back.
  public long durableLagEvents() { return log.nextSeq() - 1 - log.durableSeq(); }
}
