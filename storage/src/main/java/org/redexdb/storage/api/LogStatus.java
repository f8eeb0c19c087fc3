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
/// @param pins readers in this process that keep events from being removed
/// @param keyIndexHeapBytes heap held to find keys in segments that have no key file yet
/// @param fault why the log refuses appends, or null
/// @param activity what this process did since it opened the log
public record LogStatus(Position tip, long firstSeq, long nextSeq, long durableSeq, int segments, long bytes,
    long allocatedBytes, int pins, long keyIndexHeapBytes, @Nullable String fault, LogActivity activity) {}
