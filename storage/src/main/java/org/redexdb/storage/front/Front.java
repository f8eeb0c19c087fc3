// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.front;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.segment.Slots;

/// The writer's front: a pool of mapped blocks. The last block returned is lent next, because its pages are warm; the
/// file is zeroed in steps as demand grows, so that a small store stays small and no mapped store meets a full disk.
///
/// Thread-safe; the pool's monitor is held for a few instructions and nothing is called under it.
public final class Front implements AutoCloseable {
  private static final int FIRST_BLOCKS = 4;
  private static final byte[] ZEROS = new byte[16 << 10];
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

  private final DiskFile file;
  private final Arena arena;
  private final MemorySegment map;
  private final int epoch;
  private final int blocksMax;
  private final ArrayDeque<FrontBlock> free = new ArrayDeque<>();
  private int prepared;
  private volatile boolean starved;

  private Front(DiskFile file, Arena arena, MemorySegment map, int epoch, int blocksMax) {
    this.file = file;
    this.arena = arena;
    this.map = map;
    this.epoch = epoch;
    this.blocksMax = blocksMax;
  }

  /// Creates the file with its first blocks.
  public static Front create(Disk disk, Path path, UUID store, int epoch, int blocks) throws IOException {
    DiskFile file = disk.open(path, Disk.Access.CREATE);
    var arena = Arena.ofShared();
    try {
      long size = FrontLayout.blockOffset(blocks);
      file.growTo(size);
      var head = new byte[(int) FrontLayout.blockOffset(0)];
      System.arraycopy(FrontLayout.fileHeader(store, blocks), 0, head, 0, FrontLayout.FILE_HEADER_BYTES);
      file.write(0, head, 0, head.length);
      var front = new Front(file, arena, file.map(true, 0, size, arena), epoch, blocks);
      front.prepare(FIRST_BLOCKS);
      file.force(true);
      return front;
    } catch (Throwable t) {
      arena.close();
      file.close();
      throw t;
    }
  }

  /// Takes a block for frames of a segment.
  ///
  /// @return null when all are lent; who waits is served after [#giveBack] or [#grow]
  public @Nullable FrontBlock tryLend(UUID segment, long fileOffset, long baseSeq, long logId) {
    FrontBlock block;
    synchronized (free) {
      block = free.pollLast();
    }
    if (block == null) {
      starved = true;
      return null;
    }
    // Frames of the block's earlier life end here even before the first new one is written.
    block.bytes().set(WORD, 0, 0L);
    writeHeader(block, segment, fileOffset, baseSeq, logId);
    return block;
  }

  private void writeHeader(FrontBlock block, UUID segment, long fileOffset, long baseSeq, long logId) {
    var header = new byte[FrontLayout.BLOCK_HEADER_BYTES];
    Slots.putLong(header, FrontLayout.GENERATION_OFFSET, block.nextGeneration());
    Slots.putInt(header, FrontLayout.EPOCH_OFFSET, epoch);
    Slots.putUuid(header, FrontLayout.SEGMENT_UUID_OFFSET, segment);
    Slots.putLong(header, FrontLayout.FILE_OFFSET_OFFSET, fileOffset);
    Slots.putLong(header, FrontLayout.BASE_SEQ_OFFSET, baseSeq);
    Slots.putLong(header, FrontLayout.LOG_ID_OFFSET, logId);
    Slots.putInt(header, FrontLayout.CRC_OFFSET, FrontLayout.headerCrc(header, 0));
    // A process that dies within this copy leaves a header that does not match: no frame is in the block yet.
    MemorySegment.copy(header, 0, map, ValueLayout.JAVA_BYTE, FrontLayout.headerOffset(block.number()), header.length);
  }

  public void giveBack(FrontBlock block) {
    synchronized (free) {
      free.addLast(block);
      starved = false;
    }
  }

  /// Whether someone found no block since the last one came back.
  public boolean starved() { return starved; }

  /// Whether [#grow] could add blocks.
  public boolean canGrow() {
    synchronized (free) {
      return prepared < blocksMax;
    }
  }

  /// Doubles the blocks in use, up to the limit. Called by the flusher only.
  public void grow() throws IOException { prepare(prepared); }

  private void prepare(int count) throws IOException {
    int from = prepared;
    int to = Math.min(blocksMax, from + count);
    for (int i = from; i < to; i++) {
      for (int at = 0; at < FrontLayout.BLOCK_BYTES; at += ZEROS.length)
        file.write(FrontLayout.blockOffset(i) + at, ZEROS, 0, ZEROS.length);
      MemorySegment bytes = map.asSlice(FrontLayout.blockOffset(i), FrontLayout.BLOCK_BYTES);
      // Touch each page once here, so that no append pays for the fault.
      for (int at = 0; at < FrontLayout.BLOCK_BYTES; at += 4096) bytes.set(WORD, at, 0L);
      synchronized (free) {
        free.addFirst(new FrontBlock(i, bytes));
        prepared = i + 1;
        starved = false;
      }
    }
  }

  /// Unmaps and closes. No block may be in use.
  @Override
  public void close() throws IOException {
    arena.close();
    file.close();
  }
}
