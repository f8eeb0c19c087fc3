// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.disk;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.DiskFile;

/// One open file of the operating system. The only class that views a mapping as a [ByteBuffer]: the
/// buffer goes straight into a system call, which answers a vanished page with an error code instead of a fault.
///
/// Thread-safe.
final class SystemFile implements DiskFile {
  /// Heap bytes pass through a direct buffer that the JDK caches per thread and as large as the largest transfer.
  private static final int HEAP_TRANSFER_BYTES_MAX = 256 << 10;
  private static final long MAPPED_TRANSFER_BYTES_MAX = 256L << 20;

  private final SystemDisk disk;
  private final Object identity;
  private final Descriptor plain;
  private final boolean writable;
  /// Where the file is now; follows renames made through the same disk. Needed to open it again: when its descriptor was
  /// put away, for mapping, and for the durable handle.
  private volatile Path path;
  private final Object durableGuard = new Object();
  private volatile @Nullable Descriptor durable;
  private boolean closed;

  SystemFile(SystemDisk disk, Path path, Object identity, AsynchronousFileChannel channel, boolean writable) {
    this.disk = disk;
    this.path = path;
    this.identity = identity;
    this.writable = writable;
    Set<StandardOpenOption> again = writable
        ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
        : Set.of(StandardOpenOption.READ);
    this.plain = new Descriptor(channel, () -> reopened(again), disk.budget());
  }

  /// Counts the descriptor it was opened with.
  void counted() { disk.budget().opened(plain); }

  @Override
  public long size() throws IOException { return plain.use(AsynchronousFileChannel::size); }

  @Override
  public void growTo(long size) throws IOException {
    requireWritable();
    // The one portable way to lengthen a file through an open channel; everything before the last byte stays a hole.
    if (size() >= size) return;
    plain.write(open -> transfer(open.write(ByteBuffer.allocate(1), size - 1)));
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) throws IOException {
    plain.use(open -> {
      int done = 0;
      while (done < length) {
        var part = ByteBuffer.wrap(target, offset + done, Math.min(length - done, HEAP_TRANSFER_BYTES_MAX));
        int n = transfer(open.read(part, position + done));
        if (n < 0)
          throw new EOFException(path + ": ends at " + open.size() + ", read of " + length + " bytes at " + position);
        done += n;
      }
      return done;
    });
  }

  @Override
  public void write(long position, byte[] source, int offset, int length) throws IOException {
    requireWritable();
    plain.write(open -> {
      int done = 0;
      while (done < length) {
        var part = ByteBuffer.wrap(source, offset + done, Math.min(length - done, HEAP_TRANSFER_BYTES_MAX));
        done += transfer(open.write(part, position + done));
      }
      return done;
    });
  }

  @Override
  public void write(long position, MemorySegment source) throws IOException {
    requireWritable();
    plain.write(open -> writeAll(open, position, source));
  }

  /// The durable handle has nothing unforced when a write returns, so it may be put away at any time between two.
  @Override
  public void writeDurably(long position, MemorySegment source) throws IOException {
    requireWritable();
    plain.tellUntold();
    durable().use(open -> writeAll(open, position, source));
  }

  @Override
  public void force(boolean metadata) throws IOException { plain.force(metadata); }

  /// A caller's interrupt closes the `FileChannel` it meets, so each mapping uses one of its own: an interrupt that is
  /// pending is put aside, one that arrives meanwhile costs another try, and the flag is set again at the end.
  @Override
  public MemorySegment map(boolean forWriting, long offset, long size, Arena arena) throws IOException {
    if (forWriting) {
      requireWritable();
      // What is stored through the mapping shows in no count of writes.
      plain.keep();
    }
    Set<StandardOpenOption> options = forWriting
        ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
        : Set.of(StandardOpenOption.READ);
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        try (var mapper = FileChannel.open(path, options)) {
          requireSameFile();
          // The JDK would lengthen the file, or hand out pages whose access faults.
          if (offset < 0 || size < 0 || offset + size > mapper.size())
            throw new IOException(path + ": mapping of [" + offset + ", " + (offset + size) + ") in a file of "
                + mapper.size() + " bytes");
          return mapper.map(forWriting ? MapMode.READ_WRITE : MapMode.READ_ONLY, offset, size, arena);
        } catch (ClosedByInterruptException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (durableGuard) {
      if (closed) return;
      closed = true;
      disk.closed(this);
      try {
        plain.close();
      } finally {
        Descriptor second = durable;
        if (second != null) second.close();
      }
    }
  }

  @Override
  public String toString() { return path.toString(); }

  void renamed(Path from, Path to) {
    Path now = path;
    if (now.equals(from)) {
      path = to;
    } else if (now.startsWith(from)) {
      path = to.resolve(from.relativize(now));
    }
  }

  private static long writeAll(AsynchronousFileChannel into, long position, MemorySegment source) throws IOException {
    long length = source.byteSize();
    long done = 0;
    while (done < length) {
      ByteBuffer part = source.asSlice(done, Math.min(length - done, limitFor(source))).asByteBuffer();
      done += transfer(into.write(part, position + done));
    }
    return done;
  }

  private static long limitFor(MemorySegment source) {
    return source.isNative() ? MAPPED_TRANSFER_BYTES_MAX : HEAP_TRANSFER_BYTES_MAX;
  }

  private Descriptor durable() throws IOException {
    Descriptor open = durable;
    if (open != null) return open;
    synchronized (durableGuard) {
      open = durable;
      if (open != null) return open;
      if (closed) throw new ClosedChannelException();
      Set<StandardOpenOption> options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
      open = new Descriptor(reopened(options), () -> reopened(options), disk.budget());
      durable = open;
    }
    disk.budget().opened(open);
    return open;
  }

  /// Opens the file once more. No rename of it is half-way meanwhile.
  private AsynchronousFileChannel reopened(Set<StandardOpenOption> options) throws IOException {
    return disk.betweenRenames(() -> {
      var opened = SystemDisk.openChannel(path, options);
      try {
        requireSameFile();
        return opened;
      } catch (Throwable t) {
        opened.close();
        throw t;
      }
    });
  }

  /// Guards against another process that put a different file under this name.
  private void requireSameFile() throws IOException {
    if (!SystemDisk.identity(path).equals(identity))
      throw new IOException(path + ": another file has taken this name since it was opened");
  }

  private void requireWritable() {
    if (!writable) throw new NonWritableChannelException();
  }

  /// Result of a transfer that [CallingThread] has run already.
  private static int transfer(Future<Integer> done) throws IOException {
    return switch (done.state()) {
      case SUCCESS -> done.resultNow();
      case FAILED -> throw failure(done.exceptionNow());
      case RUNNING, CANCELLED -> throw new IllegalStateException("transfer is " + done.state());
    };
  }

  private static IOException failure(Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(cause);
    };
  }
}
