// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.key;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.checksum.KeyHash;
import org.redexdb.storage.segment.FileSource;
import org.redexdb.storage.segment.FrameScan;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.MappedSource;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SharedExtension;

/// What becomes of a segment's index when no more events come to it. On the store's threads.
public final class SegmentKeys {
  private SegmentKeys() {}

  /// Writes the content of a `.key` file, if the store is one that writes.
  @FunctionalInterface
  public interface Keeper {
    /// @return whether the file is there
    boolean keep(Segment segment, MemorySegment content);
  }

  /// Gives the index in memory to the object that stands for the same segment from now on.
  public static void handOver(Segment closed, Segment sealed) {
    sealed.mayHaveKeys(closed.mayHaveKeys());
    if (closed.keys() instanceof GrowingKeys growing) sealed.keys(null, growing);
  }

  /// Makes the file of a sealed segment. The next lookup finds it.
  public static void derive(Segment sealed, Keeper keeper) throws IOException {
    if (!sealed.pin()) return;
    try (Arena passing = Arena.ofShared()) {
      GrowingKeys keys = sealed.keys() instanceof GrowingKeys known && known.next() > sealed.lastSeq()
          ? known
          : scan(sealed);
      keeper.keep(sealed, KeyFile.encode(keys, sealed, passing));
    } finally {
      sealed.unpin();
    }
  }

  /// The index of a closed segment, out of its frames.
  ///
  /// @throws org.redexdb.storage.api.StorageException.Corrupt the frames are damaged
  static GrowingKeys scan(Segment segment) throws IOException {
    var keys = new GrowingKeys(segment.baseSeq());
    if (segment.mayHaveKeys()) scan(segment, keys);
    keys.coveredTo(segment.lastSeq() + 1);
    return keys;
  }

  /// An event of a shared log stands under its member, and under the member and the key.
  ///
  /// @param found where its key is, as [EventKey] says
  static void add(GrowingKeys keys, long seq, boolean shared, int ordinal, byte[] bytes, long found, KeyHash hash) {
    if (shared) keys.add(seq, MemberHash.of(ordinal));
    if (!EventKey.exists(found)) return;
    long keyHash = hash.of(bytes, EventKey.offset(found), EventKey.length(found));
    keys.add(seq, shared ? MemberHash.ofKey(ordinal, keyHash) : keyHash);
  }

  private static void scan(Segment segment, GrowingKeys keys) throws IOException {
    KeyHash hash = segment.files().keyHash();
    var scan = new FrameScan(segment.identity().salt(), segment.baseSeq());
    run(scan, segment, (bytes, frame, _) -> {
      boolean shared = SharedExtension.isIn(Frames.flags(bytes, frame));
      add(keys, Frames.seq(bytes, frame), shared, shared ? SharedExtension.ordinalInFrame(bytes, frame) : 0, bytes,
          EventKey.findInFrame(bytes, frame), hash);
    });
    if (scan.safeNextSeq() <= segment.lastSeq())
      throw segment.corrupt(scan.offset(), scan.nextSeq(), scan.expected().isEmpty() ? "a frame" : scan.expected(),
          scan.found().isEmpty() ? "zero" : scan.found());
  }

  /// Of a segment that is mapped the mapping: to a reader in another process its file may have lost its name since, to the
  /// copy that a recovery made of it or to a trim.
  private static void run(FrameScan scan, Segment segment, FrameScan.Visitor visitor) throws IOException {
    if (segment.isMapped()) {
      MemorySegment map = segment.map();
      scan.run(new MappedSource(map, Math.min(segment.flushed(), map.byteSize()), segment.path()), visitor);
    } else {
      try (DiskFile file = segment.files().disk().open(segment.path(), Disk.Access.READ)) {
        scan.run(new FileSource(file, segment.flushed()), visitor);
      }
    }
  }
}
