// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.read;

import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentList;

/// What a reader needs of a log: of the writing process or of another one.
public interface LogView {
  String name();

  SegmentList segments();

  /// Last event that may be read; acquired, so that its index entry and bytes are there.
  long tipSeq();

  /// Copies published bytes of a segment.
  ///
  /// @return bytes copied, 0 when there are none at `offset`
  int copyOut(Segment segment, long offset, byte[] target, int at, int max);

  /// Tells of damage met.
  void damaged(StorageException.Corrupt damage);

  boolean isClosed();
}
