// SPDX-License-Identifier: Apache-2.0
package org.redexdb.testkit;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import org.redexdb.storage.api.DiskFile;

/// One file opened through a [SimDisk].
///
/// Thread-safe.
final class SimFile implements DiskFile {
  private final SimDisk disk;
  private final SimVolume volume;
  private final Path path;
  private final SimInode inode;
  private final boolean writable;
  private boolean closed;

  SimFile(SimDisk disk, Path path, SimInode inode, boolean writable) {
    this.disk = disk;
    this.volume = disk.volume();
    this.path = path;
    this.inode = inode;
    this.writable = writable;
    disk.opened();
  }

  @Override
  public long size() throws IOException {
    synchronized (volume) {
      requireOpen();
      return inode.size();
    }
  }

  @Override
  public void growTo(long size) throws IOException {
    synchronized (volume) {
      requireWritable();
      if (size <= inode.size()) return;
      disk.operation("grow " + path, false, outcome -> {
        if (outcome == SimVolume.Outcome.DONE) inode.growTo(size);
      });
    }
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) throws IOException {
    synchronized (volume) {
      requireOpen();
      inode.read(position, MemorySegment.ofArray(target).asSlice(offset, length));
    }
  }

  @Override
  public void write(long position, byte[] source, int offset, int length) throws IOException {
    write(position, MemorySegment.ofArray(source).asSlice(offset, length));
  }

  @Override
  public void write(long position, MemorySegment source) throws IOException {
    synchronized (volume) {
      requireWritable();
      disk.operation("write " + path, false, outcome -> writeToCache(position, source, outcome));
    }
  }

  @Override
  public void writeDurably(long position, MemorySegment source) throws IOException {
    synchronized (volume) {
      requireWritable();
      disk.operation("durable write " + path, true, outcome -> {
        switch (outcome) {
          case DONE -> {
            writeToCache(position, source, outcome);
            inode.forceRange(position, source.byteSize());
          }
          case CUT_SHORT -> writeToCache(position, source, outcome);
          case FAILED -> {
            writeToCache(position, source, SimVolume.Outcome.DONE);
            inode.failForce(volume.random());
          }
        }
      });
    }
  }

  @Override
  public void force(boolean metadata) throws IOException {
    synchronized (volume) {
      requireOpen();
      disk.operation("force " + path, true, outcome -> {
        switch (outcome) {
          case DONE -> inode.force();
          case CUT_SHORT -> inode.writeBackSome(volume.random());
          case FAILED -> inode.failForce(volume.random());
        }
      });
    }
  }

  @Override
  public MemorySegment map(boolean forWriting, long offset, long size, Arena arena) throws IOException {
    synchronized (volume) {
      if (forWriting) {
        requireWritable();
      } else {
        requireOpen();
      }
      return inode.map(forWriting, offset, size, arena);
    }
  }

  @Override
  public void close() {
    synchronized (volume) {
      if (!closed) disk.closed();
      closed = true;
    }
  }

  @Override
  public String toString() { return path.toString(); }

  private void writeToCache(long position, MemorySegment source, SimVolume.Outcome outcome) throws IOException {
    long length = source.byteSize();
    if (outcome != SimVolume.Outcome.DONE) {
      // Neither a signal nor an error splits what is copied within one sector.
      long end = (position + volume.random().nextLong(length + 1)) / SimVolume.SECTOR_BYTES * SimVolume.SECTOR_BYTES;
      inode.write(position, source.asSlice(0, volume.random().nextInt(4) == 0 ? length : Math.max(0, end - position)));
      return;
    }
    long fitting = volume.fittingBytes(inode, position, length);
    inode.write(position, source.asSlice(0, fitting));
    if (fitting < length) throw new IOException("No space left on device");
  }

  private void requireWritable() throws IOException {
    requireOpen();
    if (!writable) throw new NonWritableChannelException();
  }

  private void requireOpen() throws IOException {
    disk.requireAlive();
    if (closed) throw new ClosedChannelException();
  }
}
