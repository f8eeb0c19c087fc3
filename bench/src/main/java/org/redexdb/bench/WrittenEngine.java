// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// The least a log does whose files get to the device while it is appended to: what [RawFrames] puts, gathered to 256 KiB and
/// written, in files of 64 MiB that one thread forces, while at most four wait for it. Where the device takes less than the
/// program makes, this is the device.
///
/// Opened again it is mapped, and each read copies to the heap: the limit of reads. It walks through its files first to find
/// where events are, so how long that takes says nothing.
final class WrittenEngine implements LogEngine {
  private static final String NAME = "written-";
  private static final long SEGMENT_BYTES = 64L << 20;
  private static final int BLOCK_BYTES = 256 << 10;
  private static final int UNFORCED_MAX = 4;
  private static final int RUN_BYTES = 12 << 10;
  private static final int FILE_SHIFT = 32;

  private final Path directory;
  private final RawFrames frames = new RawFrames();
  private final Arena arena = Arena.ofShared();
  private final MemorySegment block = arena.allocate(BLOCK_BYTES);
  private final ByteBuffer bytes = block.asByteBuffer();
  private final ExecutorService forcing = Executors.newSingleThreadExecutor();
  private final Semaphore unforced = new Semaphore(UNFORCED_MAX);
  private FileChannel segment;
  private long written;
  private int used;
  private long count;
  private int files;
  /// Of what was there when it was opened.
  private final List<MemorySegment> maps = new ArrayList<>();
  /// Number of the file, and where in it the event is.
  private long[] places = new long[1 << 10];

  WrittenEngine(Path directory, boolean durable) throws IOException {
    if (durable) throw new IOException("this engine has no durable form");
    this.directory = Files.createDirectories(directory);
    while (Files.exists(directory.resolve(NAME + files))) map();
    segment = nextSegment();
  }

  private void map() throws IOException {
    MemorySegment map;
    try (var channel = FileChannel.open(directory.resolve(NAME + files), StandardOpenOption.READ)) {
      map = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
    for (long at = 0; at < map.byteSize(); at += RawFrames.size(RawFrames.length(map, at))) {
      if (count == places.length) places = Arrays.copyOf(places, 2 * places.length);
      places[(int) count++] = (long) files << FILE_SHIFT | at;
    }
    maps.add(map);
    files++;
  }

  private FileChannel nextSegment() throws IOException {
    written = 0;
    return FileChannel.open(directory.resolve(NAME + files++), StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE);
  }

  @Override
  public void append(byte[] event) throws IOException {
    if (used + RawFrames.size(event.length) > BLOCK_BYTES) write();
    frames.put(block, used, event);
    used += RawFrames.size(event.length);
    count++;
  }

  private void write() throws IOException {
    bytes.clear().limit(used);
    while (bytes.hasRemaining()) written += segment.write(bytes);
    used = 0;
    if (written + BLOCK_BYTES <= SEGMENT_BYTES) return;
    FileChannel full = segment;
    unforced.acquireUninterruptibly();
    forcing.execute(() -> {
      try (full) {
        full.force(false);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        unforced.release();
      }
    });
    segment = nextSegment();
  }

  @Override
  public void appendBatch(byte[][] events) throws IOException {
    for (byte[] event : events) append(event);
  }

  @Override
  public Reader reader() {
    return (seq, target) -> {
      long place = places[(int) seq];
      MemorySegment map = maps.get((int) (place >>> FILE_SHIFT));
      long at = (int) place;
      int length = RawFrames.length(map, at);
      MemorySegment.copy(map, ValueLayout.JAVA_BYTE, at + RawFrames.HEADER_BYTES, target, 0, length);
      return length;
    };
  }

  @Override
  public long scan(Visitor visitor) {
    var run = new byte[RUN_BYTES];
    var frames = MemorySegment.ofArray(run);
    long visited = 0;
    for (MemorySegment map : maps) {
      long from = 0;
      while (from < map.byteSize()) {
        int bytes = (int) Math.min(run.length, map.byteSize() - from);
        MemorySegment.copy(map, ValueLayout.JAVA_BYTE, from, run, 0, bytes);
        int at = 0;
        while (at + RawFrames.HEADER_BYTES <= bytes) {
          int length = RawFrames.length(frames, at);
          if (at + RawFrames.size(length) > bytes) break;
          visitor.event(run, at + RawFrames.HEADER_BYTES, length);
          visited++;
          at += RawFrames.size(length);
        }
        if (at == 0) throw new IllegalStateException("events of this engine have less than " + RUN_BYTES + " bytes");
        from += at;
      }
    }
    return visited;
  }

  @Override
  public long size() { return count; }

  @Override
  public void close() throws IOException {
    write();
    forcing.close();
    segment.close();
    arena.close();
  }
}
