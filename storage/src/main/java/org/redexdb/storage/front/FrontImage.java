// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.front;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.segment.Slots;

/// What a writer that did not close cleanly left in its front, read to the heap before anything is written.
public final class FrontImage {
  /// One lent block.
  ///
  /// @param segment it was lent for
  /// @param fileOffset of its first byte in that segment
  /// @param baseSeq seq of its first frame
  /// @param logId log that had it
  /// @param bytes frames, then whatever was there before
  public record Block(UUID segment, long fileOffset, long baseSeq, long logId, byte[] bytes) {
    public long end() { return fileOffset + bytes.length; }
  }

  private final List<Block> blocks = new ArrayList<>();

  /// With no blocks.
  public FrontImage() {}

  /// Reads all blocks whose header is whole and of the writer with this epoch; others hold nothing that was published.
  public static FrontImage read(Disk disk, Path path, int epoch) throws IOException {
    var image = new FrontImage();
    if (!disk.exists(path)) return image;
    try (DiskFile file = disk.open(path, Disk.Access.READ)) {
      long size = file.size();
      if (size < FrontLayout.blockOffset(1)) return image;
      var headers = new byte[(int) FrontLayout.blockOffset(0)];
      file.read(0, headers, 0, headers.length);
      for (int i = 0; i < FrontLayout.BLOCKS_MAX && FrontLayout.blockOffset(i + 1) <= size; i++) {
        int at = (int) FrontLayout.headerOffset(i);
        if (Slots.allZero(headers, at, FrontLayout.BLOCK_HEADER_BYTES)
            || Slots.intAt(headers, at + FrontLayout.CRC_OFFSET) != FrontLayout.headerCrc(headers, at)
            || Slots.intAt(headers, at + FrontLayout.EPOCH_OFFSET) != epoch)
          continue;
        var bytes = new byte[FrontLayout.BLOCK_BYTES];
        file.read(FrontLayout.blockOffset(i), bytes, 0, bytes.length);
        image.blocks.add(new Block(Slots.uuidAt(headers, at + FrontLayout.SEGMENT_UUID_OFFSET),
            Slots.longAt(headers, at + FrontLayout.FILE_OFFSET_OFFSET),
            Slots.longAt(headers, at + FrontLayout.BASE_SEQ_OFFSET),
            Slots.longAt(headers, at + FrontLayout.LOG_ID_OFFSET),
            bytes));
      }
    }
    return image;
  }

  /// Blocks lent for a segment, by ascending file offset.
  public List<Block> of(UUID segment) {
    return blocks.stream().filter(block -> block.segment().equals(segment))
        .sorted(Comparator.comparingLong(Block::fileOffset)).toList();
  }

  /// Segments of a log that blocks were lent for.
  public Set<UUID> segments(long logId) {
    return blocks.stream().filter(block -> block.logId() == logId).map(Block::segment).collect(Collectors.toSet());
  }

  public boolean isEmpty() { return blocks.isEmpty(); }
}
