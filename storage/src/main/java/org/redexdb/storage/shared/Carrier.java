// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.LogStatus;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.commit.LogWriter;
import org.redexdb.storage.key.LogKeys;
import org.redexdb.storage.read.LogReads;
import org.redexdb.storage.segment.SegmentList;

/// The physical log that carries the members of a shared log: written here or followed. Seqs are its own.
public interface Carrier {
  long id();

  String name();

  SegmentList segments();

  LogReads reads();

  LogKeys keys();

  /// Last event that may be read.
  long tipSeq();

  long durableSeq();

  boolean awaitBeyond(long seq, Duration timeout) throws InterruptedException;

  boolean awaitDurableBeyond(long seq, Duration timeout) throws InterruptedException;

  LogStatus status();

  boolean isClosed();

  /// Null where it is followed.
  @Nullable
  LogWriter writer();

  /// Why nothing may be written where it is followed.
  ///
  /// @param channel that was to be
  default StorageException refusal(String channel) { return MemberErrors.closed(channel); }
}
