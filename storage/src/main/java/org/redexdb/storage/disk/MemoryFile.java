// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import org.redexdb.storage.api.DiskFile;

/// One open file of a [MemoryDisk]. A mapping outlives its arena: it is the content itself.
///
/// Thread-safe.
final class MemoryFile implements DiskFile {
  private final Path path;
  private final MemoryContent content;
  private final boolean writable;
  private volatile boolean closed;

  MemoryFile(Path path, MemoryContent content, boolean writable) {
    this.path = path;
    this.content = content;
    this.writable = writable;
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return content.size();
  }

  @Override
  public void growTo(long size) throws IOException {
    requireWritable();
    content.growTo(size);
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) throws IOException {
    requireOpen();
    content.read(position, target, offset, length);
  }

  @Override
  public void write(long position, byte[] source, int offset, int length) throws IOException {
    write(position, MemorySegment.ofArray(source).asSlice(offset, length));
  }

  @Override
  public void write(long position, MemorySegment source) throws IOException {
    requireWritable();
    content.write(position, source);
  }

  @Override
  public void writeDurably(long position, MemorySegment source) throws IOException { write(position, source); }

  @Override
  public void force(boolean metadata) throws IOException { requireOpen(); }

  @Override
  public MemorySegment map(boolean forWriting, long offset, long size, Arena arena) throws IOException {
    if (forWriting) {
      requireWritable();
      return content.map(offset, size);
    }
    requireOpen();
    return content.map(offset, size).asReadOnly();
  }

  @Override
  public void close() { closed = true; }

  @Override
  public String toString() { return path.toString(); }

  private void requireWritable() throws IOException {
    requireOpen();
    if (!writable) throw new NonWritableChannelException();
  }

  private void requireOpen() throws IOException {
    if (closed) throw new ClosedChannelException();
  }
}
