// SPDX-License-Identifier: Apache-2.0
package org.redexdb.micrometer;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.redexdb.netdb.NetDbStatus;
import org.redexdb.redex.api.ChannelStatus;
import org.redexdb.storage.api.LogActivity;

/// A store as it was at one moment.
///
/// @param atNanos when, by the clock of the registry
/// @param status null when it could not be told
/// @param channels those of `status` by name
/// @param total what was done in all channels so far, also in those that are gone; as before when `status` is null
/// @param journal what was done to the journal; as before when `status` is null
/// @param unmetered channels that the limit leaves without meters of their own
record Look(long atNanos, @Nullable NetDbStatus status, Map<String, ChannelStatus> channels, LogActivity total,
    LogActivity journal, int unmetered) {}
