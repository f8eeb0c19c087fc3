// SPDX-License-Identifier: Apache-2.0
package org.redexdb.testkit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The simulated machine: one volume, the kernel's view of it, who holds which lock, and which faults are to come.
///
/// Every [SimDisk] is one process on it. Guarded by its own monitor.
final class SimVolume {
  /// What a device writes as a whole.
  static final int SECTOR_BYTES = 512;
  /// What the file system allocates.
  static final int BLOCK_BYTES = 4096;
  private static final int FREED_BLOCKS_MAX = 512;

  /// How a disk operation goes.
  enum Outcome {
    DONE,
    /// The machine or the process dies during it; a part may have happened.
    CUT_SHORT,
    /// It reports an I/O error; a part may have happened.
    FAILED
  }

  /// What the schedule can bring.
  enum Fault { POWER_CUT, KILL, IO_ERROR }

  private final RandomGenerator random;
  private final SimMemory memory;
  private final SimDirectory root = new SimDirectory();
  private final Map<SimInode, SimDisk> locks = new HashMap<>();
  private final Map<Long, Fault> schedule = new HashMap<>();
  private final Map<Long, Fault> forceSchedule = new HashMap<>();
  private final List<byte[]> freedBlocks = new ArrayList<>();
  private boolean staleBlocks;
  private boolean writeBack = true;
  private long capacityBytes = Long.MAX_VALUE;
  private long operations;
  private long forces;
  private int boots = 1;
  private boolean powered = true;

  SimVolume(long seed, SimMemory memory) {
    this.random = new SplittableRandom(seed);
    this.memory = memory;
  }

  RandomGenerator random() { return random; }

  Map<SimInode, SimDisk> locks() { return locks; }

  long operations() { return operations; }

  long forces() { return forces; }

  int boots() { return boots; }

  boolean powered() { return powered; }

  void schedule(long operation, Fault fault) { schedule.put(operation, fault); }

  void scheduleForce(long force, Fault fault) { forceSchedule.put(force, fault); }

  void clearSchedule() {
    schedule.clear();
    forceSchedule.clear();
  }

  void staleBlocks(boolean shown) { staleBlocks = shown; }

  void writeBack(boolean byItself) { writeBack = byItself; }

  void capacityBytes(long bytes) { capacityBytes = bytes; }

  /// Counts an operation, lets the kernel do some of its own work first, and tells which fault meets the operation.
  @Nullable
  Fault nextOperation(boolean force) {
    if (writeBack) writeBackSomething();
    Fault fault = schedule.remove(++operations);
    if (force) {
      Fault atForce = forceSchedule.remove(++forces);
      if (fault == null) fault = atForce;
    }
    return fault;
  }

  void losePower() {
    powered = false;
    List<byte[]> stale = staleBlocks ? List.copyOf(freedBlocks) : List.of();
    // Directories first: content of a file whose entry is lost does not matter.
    everything(root, directory -> directory.losePower(random), inode -> {
      inode.losePower(random, stale);
      inode.collectBlocks(this::freed);
    });
    locks.clear();
  }

  void boot() {
    powered = true;
    boots++;
  }

  /// Bytes of a write that find room; the rest does not.
  long fittingBytes(SimInode inode, long position, long length) {
    if (capacityBytes == Long.MAX_VALUE) return length;
    long free = Math.max(0, capacityBytes - allocatedBytes());
    if (inode.newBlockBytes(position, length) <= free) return length;
    long fitting = 0;
    while (fitting < length) {
      long next = Math.min(length, (position + fitting) / BLOCK_BYTES * BLOCK_BYTES + BLOCK_BYTES - position);
      if (inode.newBlockBytes(position, next) > free) break;
      fitting = next;
    }
    return fitting;
  }

  long usableBytes() {
    return capacityBytes == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, capacityBytes - allocatedBytes());
  }

  /// The last name of the path was removed.
  void released(SimNode node) { if (node instanceof SimInode inode) inode.collectBlocks(this::freed); }

  @Nullable
  SimNode find(Path path) {
    SimNode node = root;
    for (Path name : path) {
      if (!(node instanceof SimDirectory directory)) return null;
      node = directory.shown().get(name.toString());
      if (node == null) return null;
    }
    return node;
  }

  SimInode newInode() { return new SimInode(memory); }

  SimInode inode(Path path) throws IOException {
    return switch (find(path)) {
      case null -> throw new NoSuchFileException(path.toString());
      case SimDirectory _ -> throw new IOException(path + " is a directory");
      case SimInode inode -> inode;
    };
  }

  SimDirectory directory(@Nullable Path path) throws IOException {
    if (path == null) return root;
    return switch (find(path)) {
      case null -> throw new NoSuchFileException(path.toString());
      case SimDirectory directory -> directory;
      case SimInode _ -> throw new NotDirectoryException(path.toString());
    };
  }

  private long allocatedBytes() {
    var sum = new long[1];
    everything(root, _ -> {}, inode -> sum[0] += inode.allocatedBytes());
    return sum[0];
  }

  private void writeBackSomething() {
    if (random.nextInt(4) != 0) return;
    var directories = new ArrayList<SimDirectory>();
    var inodes = new ArrayList<SimInode>();
    everything(root, directories::add, inodes::add);
    if (!inodes.isEmpty()) inodes.get(random.nextInt(inodes.size())).writeBackSome(random);
    if (random.nextInt(4) == 0) directories.get(random.nextInt(directories.size())).writeBackSome(random);
  }

  private void freed(byte[] block) {
    if (freedBlocks.size() < FREED_BLOCKS_MAX) {
      freedBlocks.add(block);
    } else {
      freedBlocks.set(random.nextInt(FREED_BLOCKS_MAX), block);
    }
  }

  private static void everything(SimDirectory directory, Consumer<SimDirectory> onDirectory,
      Consumer<SimInode> onInode) {
    onDirectory.accept(directory);
    for (SimNode node : List.copyOf(directory.shown().values())) {
      switch (node) {
        case SimDirectory child -> everything(child, onDirectory, onInode);
        case SimInode inode -> onInode.accept(inode);
      }
    }
  }
}
