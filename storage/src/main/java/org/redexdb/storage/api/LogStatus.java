// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import org.jspecify.annotations.Nullable;

/// A log at one moment.
///
/// @param tip last event, [Position#NONE] when there was none since the log was made
/// @param firstSeq oldest readable seq; equals `nextSeq` when there is none
/// @param nextSeq seq the next append gets
/// @param durableSeq last seq known to be on the device, -1 for none
/// @param segments number of segment files
/// @param bytes bytes of frames stored, without room reserved ahead
/// @param allocatedBytes sum of the sizes of its files
/// @param fault why the log refuses appends, or null
public record LogStatus(Position tip, long firstSeq, long nextSeq, long durableSeq, int segments, long bytes,
    long allocatedBytes, @Nullable String fault) {}
