// SPDX-License-Identifier: Apache-2.0
package org.redexdb.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The limit of a durable append: O_DSYNC writes into a file whose blocks were written and forced before, or plain writes
/// when not durable.
final class FileEngine implements LogEngine {
  private static final int PREPARED_BYTES = 256 << 20;

  private final FileChannel channel;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
  private long at;
  private long count;

  FileEngine(Path directory, boolean durable) throws IOException {
    Path file = Files.createDirectories(directory).resolve("file");
    try (var prepare = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      if (durable) {
        var zeros = ByteBuffer.allocateDirect(1 << 20);
        for (int done = 0; done < PREPARED_BYTES; done += zeros.capacity()) prepare.write(zeros.clear());
        prepare.force(true);
      }
    }
    channel = durable
        ? FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DSYNC)
        : FileChannel.open(file, StandardOpenOption.WRITE);
  }

  @Override
  public void append(byte[] event) throws IOException { appendBatch(new byte[][]{event}); }

  @Override
  public void appendBatch(byte[][] events) throws IOException {
    int size = 0;
    for (byte[] event : events) size += event.length + 4;
    if (size > buffer.capacity()) buffer = ByteBuffer.allocateDirect(size * 2);
    buffer.clear();
    for (byte[] event : events) buffer.putInt(event.length).put(event);
    buffer.flip();
    while (buffer.hasRemaining()) at += channel.write(buffer, at);
    count += events.length;
  }

  @Override
  public Reader reader() throws IOException { throw new IOException("the file engine cannot be read"); }

  @Override
  public long scan(Visitor visitor) throws IOException { throw new IOException("the file engine cannot be scanned"); }

  @Override
  public long size() { return count; }

  @Override
  public void close() throws IOException { channel.close(); }
}
