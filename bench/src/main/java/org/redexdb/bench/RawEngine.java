// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The physical limit: what [RawFrames] puts, copied into mapped memory, no recovery and no format. As `ring` it
/// overwrites one touched area of 256 MiB, which leaves the page faults out.
final class RawEngine implements LogEngine {
  private static final long SEGMENT_BYTES = 1L << 30;
  private static final long RING_BYTES = 256L << 20;

  private final boolean ring;
  private final RawFrames frames = new RawFrames();
  private final Path directory;
  private Arena arena = Arena.ofShared();
  private MemorySegment segment;
  private long at;
  private long count;
  private int files;

  RawEngine(Path directory, boolean durable, boolean ring) throws IOException {
    if (durable) throw new IOException("the raw engine has no durable form");
    this.directory = Files.createDirectories(directory);
    this.ring = ring;
    segment = nextSegment();
    if (ring) segment.fill((byte) 1);
  }

  private MemorySegment nextSegment() throws IOException {
    arena.close();
    arena = Arena.ofShared();
    at = 0;
    Path file = directory.resolve("raw-" + files++);
    try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
        StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, ring ? RING_BYTES : SEGMENT_BYTES, arena);
    }
  }

  @Override
  public void append(byte[] event) throws IOException {
    int size = RawFrames.size(event.length);
    if (at + size > segment.byteSize()) {
      if (ring) at = 0;
      else
        segment = nextSegment();
    }
    frames.put(segment, at, event);
    at += size;
    count++;
  }

  @Override
  public void appendBatch(byte[][] events) throws IOException {
    for (byte[] event : events) append(event);
  }

  @Override
  public Reader reader() throws IOException { throw new IOException("the raw engine cannot be read by number"); }

  @Override
  public long scan(Visitor visitor) throws IOException { throw new IOException("the raw engine cannot be scanned"); }

  @Override
  public long size() { return count; }

  @Override
  public void close() { arena.close(); }
}
