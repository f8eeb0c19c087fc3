// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.read;

import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.Segment;

/// How far back a number of bytes of frames reaches, as the indexes tell: frames of events with their padding, without what
/// the log notes about itself.
final class KeptBytes {
  private final LogView view;
  private final byte[] header = new byte[Frames.HEADER_BYTES];

  KeptBytes(LogView view) { this.view = view; }

  /// @param first oldest event to look at
  /// @param tip newest event
  /// @return the first event from which on the frames up to the tip have at most so many bytes; `tip + 1` when not even the
  ///         last one has
  long firstWithin(long bytes, long first, long tip) {
    long left = bytes;
    long to = tip;
    while (to >= first) {
      Segment segment = view.segments().findPinned(to);
      if (segment == null) return first;
      try {
        segment.openIndex();
        long from = Math.max(first, segment.baseSeq());
        long end = end(segment, to);
        long all = end - offset(segment, from);
        if (all > left) return search(segment, from, to + 1, end - left);
        left -= all;
        to = from - 1;
      } finally {
        segment.unpin();
      }
    }
    return first;
  }

  /// The first event of `[from, to)` whose frame begins at or behind an offset, else `to`.
  private static long search(Segment segment, long from, long to, long atLeast) {
    long low = from;
    long high = to;
    while (low < high) {
      long middle = low + high >>> 1;
      if (offset(segment, middle) >= atLeast) high = middle;
      else
        low = middle + 1;
    }
    return low;
  }

  private static long offset(Segment segment, long seq) { return segment.index().offset(seq - segment.baseSeq()); }

  private long end(Segment segment, long seq) {
    long offset = offset(segment, seq);
    int got = view.copyOut(segment, offset, header, 0, header.length);
    int length = got < header.length ? 0 : Frames.length(header, 0);
    if (!Frames.plausibleLength(length))
      throw segment.corrupt(offset, seq, "a frame of event " + seq,
          got < header.length ? "nothing" : "length " + length);
    return offset + Frames.size(length);
  }
}
