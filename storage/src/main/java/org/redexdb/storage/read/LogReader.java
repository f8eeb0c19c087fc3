// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.read;

import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions.Verify;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.segment.Frames;
import org.redexdb.storage.segment.Segment;

/// Reads a fixed range. Bytes are copied to the heap, in runs of about 256 KiB, and only then looked at.
///
/// Holds a pin on the segment it is in. A segment replaced by its sealed twin meanwhile goes on to be readable.
final class LogReader implements FrameReader {
  private static final int RUN_BYTES = 256 << 10;
  private static final int ONE_BYTES = 1 << 10;

  private final LogView view;
  private final Verify verify;
  private final long to;
  private long at;
  private @Nullable Segment segment;
  private long offset;
  private StorageException.@Nullable Corrupt damage;
  private boolean closed;

  LogReader(LogView view, Verify verify, long from, long to) {
    this.view = view;
    this.verify = verify;
    this.at = from;
    this.to = to;
  }

  @Override
  public boolean next(FrameBlock block) { return read(block, RUN_BYTES); }

  /// As [#next] for a range of one event.
  boolean nextOne(FrameBlock block) { return read(block, ONE_BYTES); }

  private boolean read(FrameBlock block, int runBytes) {
    if (closed) throw new StorageException.Closed(where(), "reader");
    if (damage != null) throw damage;
    block.reset(0);
    try {
      while (at < to) {
        Segment current = position();
        int run = copyRun(current, block, runBytes);
        boolean fromFile = offset < current.flushed();
        int used = parse(current, block, run);
        // Only bytes of the file count as checked; what came from the front gets there later.
        if (fromFile && verify != Verify.NEVER) current.verified(offset, offset + used);
        offset += used;
        if (at > current.lastSeq()) leave();
        if (block.count() > 0) return true;
        if (used == 0) throw corrupt(current, offset, "a frame of event " + at, "no more bytes");
      }
      return false;
    } catch (StorageException.Corrupt e) {
      damage = e;
      view.damaged(e);
      throw e;
    } catch (IllegalStateException e) {
      if (view.isClosed()) throw new StorageException.Closed(where(), "log " + view.name());
      throw e;
    }
  }

  /// The segment of the next event, pinned, with `offset` at or before its frame.
  private Segment position() {
    if (view.isClosed()) throw new StorageException.Closed(where(), "log " + view.name());
    Segment current = segment;
    if (current != null) return current;
    current = view.segments().findPinned(at);
    if (current == null) throw new StorageException.Closed(where(), "log " + view.name());
    segment = current;
    current.openIndex();
    offset = current.index().offset(at - current.baseSeq());
    if (offset == 0) throw corrupt(current, current.flushed(), "a frame of event " + at, "nothing");
    return current;
  }

  private void leave() {
    Segment current = segment;
    segment = null;
    if (current != null) current.unpin();
  }

  /// Copies the next run: at least one whole frame.
  private int copyRun(Segment current, FrameBlock block, int runBytes) {
    byte[] bytes = block.reset(runBytes);
    int got = view.copyOut(current, offset, bytes, 0, runBytes);
    if (got < Frames.HEADER_BYTES) return 0;
    int length = Frames.length(bytes, 0);
    if (!Frames.plausibleLength(length))
      throw corrupt(current, offset, "a frame length of at least " + Frames.HEADER_BYTES, String.valueOf(length));
    int size = Frames.size(length);
    if (size <= got) return got;
    if (got < runBytes)
      throw corrupt(current, offset, "a frame of at most " + got + " bytes", size + " bytes");
    bytes = block.reset(size);
    got = view.copyOut(current, offset, bytes, 0, size);
    if (got < size) throw corrupt(current, offset, "a frame of at most " + got + " bytes", size + " bytes");
    return got;
  }

  /// Adds the events of whole frames to the block.
  ///
  /// @return bytes of the frames gone through
  private int parse(Segment current, FrameBlock block, int run) {
    byte[] bytes = block.reset(0);
    int salt = current.identity().salt();
    long unchecked = switch (verify) {
      case ALWAYS -> 0;
      case FIRST_TOUCH -> current.verifiedTo();
      case NEVER -> Long.MAX_VALUE;
    };
    boolean skipping = offset < unchecked;
    int pos = 0;
    while (at < to && pos + Frames.HEADER_BYTES <= run) {
      int length = Frames.length(bytes, pos);
      int size = Frames.size(length);
      if (!Frames.plausibleLength(length))
        throw corrupt(current, offset + pos, "a frame length of at least " + Frames.HEADER_BYTES,
            String.valueOf(length));
      if (pos + size > run) break;
      boolean skip = skipping && offset + pos + size <= unchecked;
      if (!skip && !Frames.checksumMatches(bytes, pos, salt))
        throw corrupt(current, offset + pos, "crc32c 0x" + Integer.toHexString(Frames.crc(bytes, pos)),
            "0x" + Integer.toHexString(Frames.computedCrc(bytes, pos, salt)));
      if (Frames.kind(bytes, pos) == Frames.KIND_DATA) add(current, block, bytes, pos, length);
      else if (Frames.kind(bytes, pos) >= Frames.KIND_CRITICAL)
        throw new StorageException.Unsupported(new Where(view.name(), current.path(), offset + pos, at),
            "this build does not know frame kind " + Frames.kind(bytes, pos));
      pos += size;
    }
    return pos;
  }

  private void add(Segment current, FrameBlock block, byte[] bytes, int pos, int length) {
    int flags = Frames.flags(bytes, pos);
    long seq = Frames.seq(bytes, pos);
    if (seq != at || !Frames.bodyFits(bytes, pos, flags, length))
      throw corrupt(current, offset + pos, "event " + at, "event " + seq);
    int meta = Frames.metadataIndex(pos, flags);
    int payload = meta + Frames.metadataBytes(bytes, pos, flags);
    block.add(seq, Frames.ts(bytes, pos), Frames.origin(bytes, pos), Frames.epoch(bytes, pos), Frames.codec(bytes, pos),
        flags, meta, payload, pos + length);
    at++;
  }

  private StorageException.Corrupt corrupt(Segment current, long where, String expected, String found) {
    return current.corrupt(where, at, expected, found);
  }

  private Where where() { return Where.seq(view.name(), at); }

  @Override
  public void close() {
    closed = true;
    leave();
  }
}
