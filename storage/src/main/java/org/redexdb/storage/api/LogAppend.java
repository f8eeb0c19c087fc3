// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// What an append over several logs does to one of them.
///
/// @param log of the store that is asked
/// @param batch events; empty to state only the expectation
/// @param expectedNextSeq seq the log must be at, or [Log#ANY_SEQ]
public record LogAppend(Log log, FrameBatch batch, long expectedNextSeq) {}
