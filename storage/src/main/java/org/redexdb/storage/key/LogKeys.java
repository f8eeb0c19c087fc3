// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.key;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.FrameReader;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.checksum.KeyHash;
import org.redexdb.storage.fault.Faults;
import org.redexdb.storage.read.LogReads;
import org.redexdb.storage.read.LogView;
import org.redexdb.storage.runtime.Crew;
import org.redexdb.storage.segment.KeyIndex;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SharedExtension;

/// The events of one log by key. Appends know nothing of it: a segment to which events may come is read when a lookup
/// needs it, from where the last one stopped.
///
/// Thread-safe; each reader it hands out is confined to one thread.
public final class LogKeys {
  private final LogView view;
  private final LogReads reads;
  private final KeyHash hash;
  private final SegmentKeys.Keeper keeper;
  /// One thread makes an index that is missing.
  private final Object building = new Object();

  public LogKeys(LogView view, LogReads reads, KeyHash hash, SegmentKeys.Keeper keeper) {
    this.view = view;
    this.reads = reads;
    this.hash = hash;
    this.keeper = keeper;
  }

  /// Events of a key in `[from, to)`, cut to what is readable now.
  ///
  /// @param backward the last event first
  public FrameReader reader(byte[] key, long from, long to, boolean backward) {
    return reader(key, hash.of(key, 0, key.length), from, to, backward);
  }

  /// As above in a shared log; the key's events of other members may be among them.
  public FrameReader reader(int ordinal, byte[] key, long from, long to, boolean backward) {
    return reader(key, MemberHash.ofKey(ordinal, hash.of(key, 0, key.length)), from, to, backward);
  }

  private FrameReader reader(byte[] key, long keyHash, long from, long to, boolean backward) {
    long end = Math.min(to, view.tipSeq() + 1);
    return new KeyReader(view, reads, this, key, keyHash, Math.max(from, reads.firstSeq()), end, backward);
  }

  /// Checks that the last event of a key is the expected one.
  ///
  /// @param keySeq its seq, -1 for none
  /// @return what is left to check under the log's lock, given its tip then
  /// @throws StorageException.Conflict it is another
  public LongConsumer expect(byte[] key, long keySeq) {
    long tip = view.tipSeq();
    return KeyCheck.expect(view.name(), key, keySeq, reads, tip, () -> reader(key, 0, tip + 1, true), FrameBlock::seq);
  }

  /// The index of a pinned segment, covering it up to `last`.
  public KeyIndex index(Segment segment, long last) {
    KeyIndex known = segment.keys();
    if (known instanceof StoredKeys) return known;
    if (!segment.isActive()) {
      KeyIndex stored = stored(segment);
      if (stored != null) return stored;
      known = segment.keys();
    }
    if (known == null) known = segment.keys(null, new GrowingKeys(segment.baseSeq()));
    if (known instanceof GrowingKeys growing) catchUp(growing, last);
    return Objects.requireNonNull(known);
  }

  /// The index over the file of a closed segment; null while it has none and its own in memory does.
  private @Nullable KeyIndex stored(Segment segment) {
    synchronized (building) {
      KeyIndex known = segment.keys();
      if (known instanceof StoredKeys stored) return stored;
      StoredKeys stored = io(segment, () -> Optional.ofNullable(KeyFile.open(segment))).orElse(null);
      if (stored == null && known == null && segment.isSealed()) stored = build(segment, false);
      return stored == null ? null : segment.keys(known, stored);
    }
  }

  /// Puts a new index in the place of one that is damaged.
  public void replace(Segment segment, KeyIndex damaged) {
    synchronized (building) {
      // From memory as long as the store is open: what the device does to one file it may do to the next.
      if (damaged.equals(segment.keys())) segment.keys(damaged, build(segment, true));
    }
  }

  private StoredKeys build(Segment segment, boolean inMemory) {
    try {
      return io(segment, () -> buildNow(segment, inMemory));
    } catch (StorageException.Corrupt e) {
      view.damaged(e);
      throw e;
    }
  }

  private StoredKeys buildNow(Segment segment, boolean inMemory) throws IOException {
    segment.openNow(); // finds it also where a writer in another process has taken its name
    GrowingKeys keys = SegmentKeys.scan(segment);
    if (!inMemory) {
      try (Arena passing = Arena.ofShared()) {
        StoredKeys kept = keeper.keep(segment, KeyFile.encode(keys, segment, passing)) ? KeyFile.open(segment) : null;
        if (kept != null) return kept;
      }
    }
    MemorySegment content = KeyFile.encode(keys, segment, segment.arena());
    if (inMemory) keeper.keep(segment, content);
    return new StoredKeys(new KeyLayout(keys.events(), keys.keys()), segment.baseSeq(), content, segment.path());
  }

  /// Reads on in a segment that is not in a file yet.
  private void catchUp(GrowingKeys keys, long last) {
    synchronized (keys) {
      if (keys.next() > last) return;
      var block = new FrameBlock();
      try (FrameReader reader = reads.reader(keys.next(), last + 1)) {
        while (reader.next(block)) {
          for (int i = 0; i < block.count(); i++) {
            boolean shared = SharedExtension.isIn(block.flags(i));
            SegmentKeys.add(keys, block.seq(i), shared, shared ? SharedExtension.ordinal(block, i) : 0, block.bytes(),
                EventKey.find(block, i), hash);
          }
          keys.coveredTo(block.seq(block.count() - 1) + 1);
        }
      }
      keys.coveredTo(last + 1); // what comes behind the last block was lost in a repair
    }
  }

  private static <T> T io(Segment segment, Crew.Io<T> work) {
    try {
      return segment.files().crew().read(work);
    } catch (IOException e) {
      throw Faults.typed(e, Where.file(segment.path()), "opening a key index");
    }
  }
}
