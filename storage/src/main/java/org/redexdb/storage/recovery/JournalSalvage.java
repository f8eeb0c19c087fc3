// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.recovery;

import org.redexdb.storage.journal.JournalContent;
import org.redexdb.storage.segment.Frames;

/// Reads records out of the frames of a journal, one by one and in order, of which some may be lost.
final class JournalSalvage {
  final JournalContent content = new JournalContent();
  private boolean inRecord;

  /// @param frame as in the segment; the place of an event that was lost in a repair counts as lost
  /// @return false when this build does not know the version of the record
  boolean frame(byte[] frame) {
    if (Frames.kind(frame, 0) == Frames.KIND_LOST) {
      lost();
      return true;
    }
    boolean begins = (Frames.flags(frame, 0) & Frames.FLAG_BATCH_BEGIN) != 0;
    boolean ends = (Frames.flags(frame, 0) & Frames.FLAG_BATCH_END) != 0;
    boolean known = content.add(frame, Frames.HEADER_BYTES, Frames.length(frame, 0) - Frames.HEADER_BYTES,
        begins || !inRecord);
    inRecord = (inRecord || begins) && !ends;
    return known;
  }

  void lost() {
    content.addLoss(inRecord);
    inRecord = false;
  }
}
