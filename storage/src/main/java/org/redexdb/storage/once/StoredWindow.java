// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.once;

import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.segment.FileSource;
import org.redexdb.storage.segment.FrameScan;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentHead;

/// Reads a log's window from its files: what the last sealed segment says, and the frames behind it. On the store's threads.
public final class StoredWindow {
  private StoredWindow() {}

  /// What the log knew at the end of a sealed segment.
  ///
  /// @throws StorageException.Corrupt the segment says that it has it, and has not
  public static OnceWindow atEnd(Segment sealed) throws IOException {
    long segmentBytes = sealed.identity().logSegmentBytes();
    if (sealed.onceRows() == 0) return new OnceWindow(segmentBytes);
    try (DiskFile file = sealed.files().disk().open(sealed.path(), Disk.Access.READ)) {
      SegmentHead.Seal seal = SegmentHead.read(file, sealed.path()).seal();
      if (seal == null) throw sealed.corrupt(SegmentHead.sealOffset(), sealed.lastSeq(), "a seal pointer", "none");
      long at = seal.offset() + Frames.HEADER_BYTES;
      OnceWindow window = read(file, at, seal.footerOffset(), sealed.identity().salt(), segmentBytes);
      if (window == null || window.rows() != sealed.onceRows())
        throw sealed.corrupt(at, sealed.lastSeq(),
            "a frame of " + sealed.onceRows() + " events that are stored once", "another");
      return window;
    }
  }

  /// As [#atEnd] of a file in which damage may be.
  ///
  /// @param sealOffset of its SEAL
  /// @return null when there is no such frame, or a damaged one
  public static @Nullable OnceWindow find(DiskFile file, long sealOffset, int salt, long segmentBytes)
      throws IOException {
    var header = new byte[Frames.HEADER_BYTES];
    long at = sealOffset + Frames.HEADER_BYTES;
    if (at + header.length > file.size()) return null;
    file.read(at, header, 0, header.length);
    int length = Frames.length(header, 0);
    return Frames.plausibleLength(length) ? read(file, at, at + Frames.size(length), salt, segmentBytes) : null;
  }

  private static @Nullable OnceWindow read(DiskFile file, long from, long to, int salt, long segmentBytes)
      throws IOException {
    if (to - from < Frames.HEADER_BYTES || to - from > OnceWindow.FRAME_BYTES_MAX) return null;
    var frame = new byte[(int) (to - from)];
    try {
      file.read(from, frame, 0, frame.length);
    } catch (EOFException e) {
      return null;
    }
    int length = Frames.length(frame, 0);
    if (!Frames.plausibleLength(length) || Frames.size(length) != frame.length
        || !Frames.checksumMatches(frame, 0, salt) || Frames.kind(frame, 0) != Frames.KIND_ONCE)
      return null;
    return OnceWindow.decode(frame, Frames.HEADER_BYTES, length - Frames.HEADER_BYTES, segmentBytes);
  }

  /// Adds the events of a segment's file, up to where it ended when the log was opened.
  ///
  /// @param nextSeq behind the last one there
  /// @throws StorageException.Corrupt the frames are damaged
  static void addAll(OnceWindow window, Segment segment, long end, long nextSeq) throws IOException {
    var scan = new FrameScan(segment.identity().salt(), segment.baseSeq());
    try (DiskFile file = segment.files().disk().open(segment.path(), Disk.Access.READ)) {
      scan.run(new FileSource(file, end), (bytes, frame, _) -> window.addFrame(bytes, frame));
    }
    if (scan.safeNextSeq() < nextSeq)
      throw segment.corrupt(scan.offset(), scan.nextSeq(), scan.expected().isEmpty() ? "a frame" : scan.expected(),
          scan.found().isEmpty() ? "zero" : scan.found());
  }
}
