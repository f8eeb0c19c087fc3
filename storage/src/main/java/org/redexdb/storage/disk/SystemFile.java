// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.disk;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Consumer;
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

  private final Object identity;
  private final AsynchronousFileChannel channel;
  private final boolean writable;
  private final Consumer<SystemFile> onClose;
  /// Where the file is now; follows renames made through the same disk. Needed to open it again, for mapping and for
  /// the durable handle.
  private volatile Path path;
  private final Object durableGuard = new Object();
  private volatile @Nullable AsynchronousFileChannel durable;
  private boolean closed;

  SystemFile(Path path, Object identity, AsynchronousFileChannel channel, boolean writable,
      Consumer<SystemFile> onClose) {
    this.path = path;
    this.identity = identity;
    this.channel = channel;
    this.writable = writable;
    this.onClose = onClose;
  }

  @Override
  public long size() throws IOException { return channel.size(); }

  @Override
  public void growTo(long size) throws IOException {
    requireWritable();
    // The one portable way to lengthen a file through an open channel; everything before the last byte stays a hole.
    if (channel.size() < size) transfer(channel.write(ByteBuffer.allocate(1), size - 1));
  }

  @Override
  public void read(long position, byte[] target, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      var part = ByteBuffer.wrap(target, offset + done, Math.min(length - done, HEAP_TRANSFER_BYTES_MAX));
      int n = transfer(channel.read(part, position + done));
      if (n < 0)
        throw new EOFException(path + ": ends at " + channel.size() + ", read of " + length + " bytes at " + position);
      done += n;
    }
  }

  @Override
  public void write(long position, byte[] source, int offset, int length) throws IOException {
    requireWritable();
    int done = 0;
    while (done < length) {
      var part = ByteBuffer.wrap(source, offset + done, Math.min(length - done, HEAP_TRANSFER_BYTES_MAX));
      done += transfer(channel.write(part, position + done));
    }
  }

  @Override
  public void write(long position, MemorySegment source) throws IOException {
    requireWritable();
    writeAll(channel, position, source);
  }

  @Override
  public void writeDurably(long position, MemorySegment source) throws IOException {
    requireWritable();
    writeAll(durableChannel(), position, source);
  }

  @Override
  public void force(boolean metadata) throws IOException { channel.force(metadata); }

  /// A caller's interrupt closes the `FileChannel` it meets, so each mapping uses one of its own: an interrupt that is
  /// pending is put aside, one that arrives meanwhile costs another try, and the flag is set again at the end.
  @Override
  public MemorySegment map(boolean forWriting, long offset, long size, Arena arena) throws IOException {
    if (forWriting) requireWritable();
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
      onClose.accept(this);
      AsynchronousFileChannel second = durable;
      try (channel; second) {
        durable = null;
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

  private static void writeAll(AsynchronousFileChannel into, long position, MemorySegment source) throws IOException {
    long length = source.byteSize();
    long done = 0;
    while (done < length) {
      ByteBuffer part = source.asSlice(done, Math.min(length - done, limitFor(source))).asByteBuffer();
      done += transfer(into.write(part, position + done));
    }
  }

  private static long limitFor(MemorySegment source) {
    return source.isNative() ? MAPPED_TRANSFER_BYTES_MAX : HEAP_TRANSFER_BYTES_MAX;
  }

  private AsynchronousFileChannel durableChannel() throws IOException {
    AsynchronousFileChannel open = durable;
    if (open != null) return open;
    synchronized (durableGuard) {
      if (durable == null) {
        // Asking the first channel makes a closed file answer as closed.
        channel.size();
        var opened = SystemDisk.openChannel(path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.DSYNC));
        try {
          requireSameFile();
        } catch (Throwable t) {
          opened.close();
          throw t;
        }
        durable = opened;
      }
      return Objects.requireNonNull(durable);
    }
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
