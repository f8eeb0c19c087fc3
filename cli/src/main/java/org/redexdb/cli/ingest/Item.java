// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import org.jspecify.annotations.Nullable;

/// What a reader found next: an event, or a piece of the input that is none. A source that cannot be read any further is
/// an [IngestException] instead.
public sealed interface Item {

  /// Line, counted from 1, in which this item starts.
  long line();

  /// @param payload one JSON value in UTF-8; for JSON inputs the very bytes of the source
  /// @param eventTimeNanos nanoseconds since the epoch, UTC
  record Event(long line, byte[] payload, @Nullable Long eventTimeNanos, @Nullable String type,
      @Nullable String key) implements Item {
  }

  /// A line, element, row or event that cannot be stored; reading goes on behind it.
  record Bad(long line, String reason) implements Item {
  }
}
