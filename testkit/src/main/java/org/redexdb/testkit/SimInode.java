// SPDX-License-Identifier: Apache-2.0
package org.redexdb.testkit;

import static org.redexdb.testkit.SimVolume.BLOCK_BYTES;
import static org.redexdb.testkit.SimVolume.SECTOR_BYTES;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The content of one simulated file: the page cache, which mappings share, and the device below it.
///
/// ```
///   cache     what reads, writes and mappings see
///   believed  what the kernel thinks the device has = device, but for sectors of a failed force
///   device    what a power cut leaves
/// ```
/// A sector is dirty when it was written since it was last clean, or when a store through a mapping made it differ from
/// what the kernel believes. Guarded by the volume's monitor, but for mapped memory.
final class SimInode implements SimNode {
  private static final int SECTORS_PER_BLOCK = BLOCK_BYTES / SECTOR_BYTES;
  private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[BLOCK_BYTES]).asReadOnly();

  private final SimMemory memory;
  private SimCache cache;
  private long size;
  private long deviceSize;
  /// Blocks on the device by number; a missing one is a hole and reads as zeros.
  private final Map<Integer, byte[]> device = new HashMap<>();
  /// Sectors a failed force left behind: the kernel takes them for clean, the device has something else.
  private final Map<Integer, byte[]> abandoned = new HashMap<>();
  private final BitSet written = new BitSet();
  /// Blocks that take up space.
  private final BitSet allocated = new BitSet();
  private boolean mappedForWriting;

  /// @param memory where the pages of a cache live
  SimInode(SimMemory memory) {
    this.memory = memory;
    this.cache = new SimCache(memory.pages());
  }

  long size() { return size; }

  long allocatedBytes() { return (long) allocated.cardinality() * BLOCK_BYTES; }

  void growTo(long newSize) {
    if (newSize <= size) return;
    cache.reserve(newSize);
    size = newSize;
  }

  void read(long position, MemorySegment target) throws IOException {
    if (position + target.byteSize() > size)
      throw new EOFException("read of " + target.byteSize() + " bytes at " + position + ", file ends at " + size);
    cache.read(position, target);
  }

  /// Bytes of new blocks a write needs.
  long newBlockBytes(long position, long length) {
    if (length == 0) return 0;
    int from = (int) (position / BLOCK_BYTES);
    int to = (int) ((position + length - 1) / BLOCK_BYTES) + 1;
    return (long) (to - from - allocated.get(from, to).cardinality()) * BLOCK_BYTES;
  }

  void write(long position, MemorySegment source) {
    long length = source.byteSize();
    if (length == 0) return;
    growTo(position + length);
    cache.write(position, source);
    written.set((int) (position / SECTOR_BYTES), (int) ((position + length - 1) / SECTOR_BYTES) + 1);
    allocated.set((int) (position / BLOCK_BYTES), (int) ((position + length - 1) / BLOCK_BYTES) + 1);
  }

  MemorySegment map(boolean writable, long offset, long length, Arena arena) throws IOException {
    if (offset < 0 || length < 0 || offset + length > size)
      throw new IOException("mapping of [" + offset + ", " + (offset + length) + ") in a file of " + size + " bytes");
    mappedForWriting |= writable;
    MemorySegment range = cache.map(offset, length);
    memory.mapped(arena);
    return writable ? range : range.asReadOnly();
  }

  /// The whole file is on the device.
  void force() {
    dirtySectors().stream().forEach(this::clean);
    deviceSize = size;
  }

  /// The range is on the device, whole sectors of it; the size as far as it is needed to read the range back.
  void forceRange(long position, long length) {
    if (length == 0) return;
    BitSet dirty = dirtySectors();
    int from = (int) (position / SECTOR_BYTES);
    int to = (int) ((position + length - 1) / SECTOR_BYTES) + 1;
    for (int sector = dirty.nextSetBit(from); sector >= 0 && sector < to; sector = dirty.nextSetBit(sector + 1))
      clean(sector);
    deviceSize = Math.max(deviceSize, position + length);
  }

  /// The kernel writes some dirty sectors back by itself.
  void writeBackSome(RandomGenerator random) {
    double share = random.nextInt(4) == 0 ? 1 : random.nextDouble();
    dirtySectors().stream().filter(sector -> random.nextDouble() < share).forEach(this::clean);
  }

  /// A force that fails: some sectors reach the device, and all count as clean from now on.
  void failForce(RandomGenerator random) {
    double share = random.nextDouble();
    dirtySectors().stream().forEach(sector -> {
      if (random.nextDouble() < share) {
        clean(sector);
      } else {
        abandoned.put(sector, sectorOfCache(sector));
        written.clear(sector);
      }
    });
    deviceSize = size;
  }

  /// Every dirty sector is old or new, independently, and so is the size; then the device's content is all there is.
  ///
  /// @param stale content of blocks freed earlier, shown by new blocks whose data did not reach the device; none
  ///          when the file system hides it
  void losePower(RandomGenerator random, List<byte[]> stale) {
    BitSet dirty = dirtySectors();
    if (!stale.isEmpty()) showStaleBlocks(dirty, random, stale);
    double share = switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> 1;
      default -> random.nextDouble();
    };
    dirty.stream().filter(sector -> random.nextDouble() < share).forEach(this::clean);
    if (random.nextBoolean()) deviceSize = size;
    restart();
  }

  /// Blocks of the device with content, for the pool of blocks to be reused.
  void collectBlocks(Consumer<byte[]> pool) {
    device.values().forEach(block -> pool.accept(block.clone()));
  }

  private void showStaleBlocks(BitSet dirty, RandomGenerator random, List<byte[]> stale) {
    for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
      int block = sector / SECTORS_PER_BLOCK;
      if (!device.containsKey(block) && random.nextInt(3) == 0)
        device.put(block, stale.get(random.nextInt(stale.size())).clone());
      sector = (block + 1) * SECTORS_PER_BLOCK - 1;
    }
  }

  /// Makes the cache a copy of the device. Mappings of the dead machine keep the old cache, which nobody reads.
  private void restart() {
    size = deviceSize;
    cache = new SimCache(memory.pages());
    mappedForWriting = false;
    abandoned.clear();
    written.clear();
    allocated.clear();
    int blockCount = (int) ((size + BLOCK_BYTES - 1) / BLOCK_BYTES);
    device.keySet().removeIf(block -> block >= blockCount);
    if (size == 0) return;
    cache.reserve(size);
    byte[] last = device.get(blockCount - 1);
    if (last != null && size % BLOCK_BYTES != 0)
      Arrays.fill(last, (int) (size % BLOCK_BYTES), BLOCK_BYTES, (byte) 0);
    device.forEach((index, block) -> {
      allocated.set(index);
      cache.write((long) index * BLOCK_BYTES, MemorySegment.ofArray(block));
    });
  }

  private void clean(int sector) {
    int block = sector / SECTORS_PER_BLOCK;
    byte[] content = device.computeIfAbsent(block, _ -> new byte[BLOCK_BYTES]);
    cache.read((long) sector * SECTOR_BYTES, MemorySegment.ofArray(content)
        .asSlice((long) (sector % SECTORS_PER_BLOCK) * SECTOR_BYTES, SECTOR_BYTES));
    abandoned.remove(sector);
    written.clear(sector);
  }

  private BitSet dirtySectors() {
    var dirty = (BitSet) written.clone();
    if (mappedForWriting) {
      int blocks = (int) ((size + BLOCK_BYTES - 1) / BLOCK_BYTES);
      for (int block = 0; block < blocks; block++) addDifferences(block, dirty);
    }
    return dirty;
  }

  private void addDifferences(int block, BitSet dirty) {
    byte[] content = device.get(block);
    MemorySegment onDevice = content == null ? ZEROS : MemorySegment.ofArray(content);
    MemorySegment seen = cache.within((long) block * BLOCK_BYTES, BLOCK_BYTES);
    if (seen.mismatch(onDevice) < 0 && abandoned.isEmpty()) return;
    for (int i = 0; i < SECTORS_PER_BLOCK; i++) {
      int sector = block * SECTORS_PER_BLOCK + i;
      byte[] left = abandoned.get(sector);
      MemorySegment believed = left != null
          ? MemorySegment.ofArray(left)
          : onDevice.asSlice((long) i * SECTOR_BYTES, SECTOR_BYTES);
      if (seen.asSlice((long) i * SECTOR_BYTES, SECTOR_BYTES).mismatch(believed) >= 0) dirty.set(sector);
    }
  }

  private byte[] sectorOfCache(int sector) {
    var content = new byte[SECTOR_BYTES];
    cache.read((long) sector * SECTOR_BYTES, MemorySegment.ofArray(content));
    return content;
  }
}
