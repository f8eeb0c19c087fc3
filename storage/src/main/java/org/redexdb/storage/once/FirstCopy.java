// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.once;

/// Where an event was stored when it came for the first time.
///
/// @param seq in its log
/// @param ts append time
/// @param epoch of the writer that stored it
public record FirstCopy(long seq, long ts, int epoch) {}
