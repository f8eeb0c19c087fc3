// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.scan;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.PayloadCodec;

/// Events in memory that are read back as a log would deliver them: in blocks of one reused array.
public final class Frames {
  private record Frame(long ts, long origin, int codec, byte[] metadata, byte[] payload) {
  }

  private final List<Frame> frames = new ArrayList<>();
  private final int blockBytes;

  public Frames(int blockBytes) {
    this.blockBytes = blockBytes;
  }

  public Frames add(String json) { return add(1_000L + frames.size(), 0, PayloadCodec.JSON, new byte[0], json); }

  Frames add(long ts, long origin, PayloadCodec codec, byte[] metadata, String payload) {
    return add(ts, origin, codec, metadata, payload.getBytes(StandardCharsets.UTF_8));
  }

  Frames add(long ts, long origin, PayloadCodec codec, byte[] metadata, byte[] payload) {
    frames.add(new Frame(ts, origin, codec.id(), metadata, payload));
    return this;
  }

  public int count() { return frames.size(); }

  /// Encoded metadata: tag and bytes in turn, each shorter than 128.
  static byte[] metadata(Object... tagsAndBytes) {
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < tagsAndBytes.length; i += 2) {
      byte[] field = (byte[]) tagsAndBytes[i + 1];
      out.write((int) tagsAndBytes[i]);
      out.write(field.length);
      out.writeBytes(field);
    }
    return out.toByteArray();
  }

  public FrameReader reader() { return reader(0, frames.size()); }

  public FrameReader reader(long from, long to) {
    return new FrameReader() {
      private int next = (int) from;
      private boolean closed;

      @Override
      public boolean next(FrameBlock block) {
        if (closed) throw new IllegalStateException("closed");
        byte[] bytes = block.reset(blockBytes + 64);
        // A consumer that keeps the last block's bytes must notice.
        java.util.Arrays.fill(bytes, (byte) '7');
        int at = 0;
        while (next < to) {
          Frame frame = frames.get(next);
          int size = frame.metadata.length + frame.payload.length;
          if (at > 0 && at + size > blockBytes) break;
          if (at + size > bytes.length) bytes = block.reset(at + size);
          System.arraycopy(frame.metadata, 0, bytes, at, frame.metadata.length);
          System.arraycopy(frame.payload, 0, bytes, at + frame.metadata.length, frame.payload.length);
          block.add(next, frame.ts, frame.origin, 1, frame.codec, 0, at, at + frame.metadata.length, at + size);
          at += size;
          next++;
        }
        return at > 0 || block.count() > 0;
      }

      @Override
      public void close() { closed = true; }
    };
  }
}
