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

/// Reads a fixed range. Bytes are copied to the heap, in runs as long as the block asks for, and only then looked at.
///
/// Holds a pin on the segment it is in. A segment replaced by its sealed twin meanwhile goes on to be readable.
final class LogReader implements FrameReader {
  /// Copied for a single event whose length the index does not tell.
  private static final int ONE_BYTES = 1 << 10;

  private static final int TO_NEXT = -1;

  /// How many events behind damage are tried to tell where reading can go on.
  private static final int TRIES_MAX = 10_000;

  /// Set beside the flags of an event's place when the event was lost in a repair.
  static final int LOST = 1 << 16;

  private final LogView view;
  private final Verify verify;
  private final long to;
  private final boolean showLost;
  private long at;
  private @Nullable Segment segment;
  private long offset;
  private StorageException.@Nullable Corrupt damage;
  private boolean closed;
  /// Only tries whether an event can be read.
  private boolean probing;

  LogReader(LogView view, Verify verify, long from, long to) { this(view, verify, from, to, false); }

  private LogReader(LogView view, Verify verify, long from, long to, boolean showLost) {
    this.view = view;
    this.showLost = showLost;
    this.verify = verify;
    this.at = from;
    this.to = to;
  }

  /// Gives the places of lost events as well: their append time is that of the event before.
  static LogReader withLost(LogView view, long from, long to) {
    return new LogReader(view, Verify.FIRST_TOUCH, from, to, true);
  }

  /// Seq behind what was gone through.
  long at() { return at; }

  @Override
  public boolean next(FrameBlock block) { return read(block, Math.max(block.runBytes(), Frames.HEADER_BYTES)); }

  /// As [#next] for a range of one event.
  ///
  /// @param hasNext whether the event that follows may be read too: then its index entry says where this one ends
  boolean nextOne(FrameBlock block, boolean hasNext) { return read(block, hasNext ? TO_NEXT : ONE_BYTES); }

  private boolean read(FrameBlock block, int runBytes) {
    if (closed) throw new StorageException.Closed(where(), "reader");
    if (damage != null) throw damage;
    block.reset(0);
    try {
      while (at < to) {
        Segment current = position();
        // Before the copy: what is flushed meanwhile may have been copied from the front.
        boolean fromFile = offset < current.flushed();
        int run = copyRun(current, block, runBytes == TO_NEXT ? toNext(current) : runBytes);
        int used = parse(current, block, run, fromFile);
        offset += used;
        if (at > current.lastSeq()) leave();
        if (block.count() > 0) return true;
        if (used == 0 && at < to && segment != null)
          throw corrupt(current, offset, "a frame of event " + at, "no more bytes");
      }
      return false;
    } catch (StorageException.Corrupt e) {
      damage = met(e);
      if (block.count() > 0) return true; // what comes before the damage; the next call throws
      throw damage;
    } catch (StorageException.DeviceFault e) {
      // Its file, opened for the first time, was not there any more.
      if (segment != null && !segment.isMapped()) checkThere();
      throw e;
    } catch (IllegalStateException e) {
      if (view.isClosed()) throw new StorageException.Closed(where(), "log " + view.name());
      throw e;
    }
  }

  /// Damage at the next event: tells of it, and finds out where reading can go on.
  private StorageException.Corrupt met(StorageException.Corrupt e) {
    view.damaged(e);
    Segment in = segment;
    long readable = probing || in == null ? -1 : readableBehind();
    if (in != null && !probing) in.unreadable().add(at, readable < 0 ? at + 1 : readable);
    return readable < 0 ? e : e.readableFrom(readable);
  }

  private long readableBehind() {
    long end = Math.min(view.tipSeq(), at + TRIES_MAX);
    var block = new FrameBlock(Frames.HEADER_BYTES);
    for (long seq = at + 1; seq <= end; seq++) {
      try (var probe = new LogReader(view, Verify.ALWAYS, seq, seq + 1, true)) {
        probe.probing = true;
        if (probe.nextOne(block, false)) return seq;
      } catch (StorageException _) {
        // Damaged as well, or gone.
      }
    }
    return -1;
  }

  /// Bytes up to the next event, which are those of this one: only the last of a segment has other frames behind it.
  private int toNext(Segment current) {
    long bytes = current.index().offset(at + 1 - current.baseSeq()) - offset;
    return bytes >= Frames.HEADER_BYTES && bytes <= Frames.size(Frames.LENGTH_MAX) ? (int) bytes : ONE_BYTES;
  }

  /// The segment of the next event, pinned, with `offset` at or before its frame.
  private Segment position() {
    if (view.isClosed()) throw new StorageException.Closed(where(), "log " + view.name());
    Segment current = segment;
    if (current != null) return current;
    checkThere();
    current = view.segments().findPinned(at);
    if (current == null) checkThere();
    if (current == null) throw new StorageException.Closed(where(), "log " + view.name());
    segment = current;
    if (at > current.lastSeq()) throw new StorageException.Lagged(where(), at, view.segments().baseAfter(at));
    current.openIndex();
    offset = current.index().offset(at - current.baseSeq());
    if (offset == 0) throw corrupt(current, current.flushed(), "a frame of event " + at, "nothing");
    return current;
  }

  /// Events may go while a range of them is read. Those of a segment that the reader is in are read to the end.
  private void checkThere() {
    long first = view.segments().floor().seq();
    if (at < first) throw new StorageException.Lagged(where(), at, first);
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
  /// @param fromFile whether the bytes are those of the file: those of the front are always checked, and count for
  ///          nothing, as they have yet to get there
  /// @return bytes of the frames gone through
  private int parse(Segment current, FrameBlock block, int run, boolean fromFile) {
    byte[] bytes = block.reset(0);
    int salt = current.identity().salt();
    long from = at;
    long checkedTo = switch (verify) {
      case ALWAYS -> from;
      case FIRST_TOUCH ->
        fromFile ? current.firstUnverified(from, Math.min(to, from + run / Frames.HEADER_BYTES)) : from;
      case NEVER -> Long.MAX_VALUE;
    };
    int pos = 0;
    // Behind the last event of a closed segment comes its end, which no event needs.
    long end = current.isActive() ? to : Math.min(to, current.lastSeq() + 1);
    while (at < end && pos + Frames.HEADER_BYTES <= run) {
      int length = Frames.length(bytes, pos);
      int size = Frames.size(length);
      if (!Frames.plausibleLength(length))
        throw corrupt(current, offset + pos, "a frame length of at least " + Frames.HEADER_BYTES,
            String.valueOf(length));
      if (pos + size > run) break;
      if (at >= checkedTo && !Frames.checksumMatches(bytes, pos, salt))
        throw corrupt(current, offset + pos, "crc32c 0x" + Integer.toHexString(Frames.crc(bytes, pos)),
            "0x" + Integer.toHexString(Frames.computedCrc(bytes, pos, salt)));
      int kind = Frames.kind(bytes, pos);
      if (kind == Frames.KIND_DATA || kind == Frames.KIND_LOST) add(current, block, bytes, pos, length);
      else if (kind >= Frames.KIND_CRITICAL)
        throw new StorageException.Unsupported(new Where(view.name(), current.path(), offset + pos, at),
            "this build does not know frame kind " + kind);
      pos += size;
    }
    if (fromFile && at > checkedTo) current.verified(checkedTo, at);
    return pos;
  }

  private void add(Segment current, FrameBlock block, byte[] bytes, int pos, int length) {
    int flags = Frames.flags(bytes, pos);
    long seq = Frames.seq(bytes, pos);
    if (seq != at || !Frames.bodyFits(bytes, pos, flags, length))
      throw corrupt(current, offset + pos, "event " + at, "event " + seq);
    int meta = Frames.metadataIndex(pos, flags);
    int payload = meta + Frames.metadataBytes(bytes, pos, flags);
    if (Frames.kind(bytes, pos) == Frames.KIND_LOST) {
      if (showLost)
        block.add(seq, Frames.ts(bytes, pos), 0, Frames.epoch(bytes, pos), 0, LOST, meta, meta, meta);
      at++;
      return;
    }
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
