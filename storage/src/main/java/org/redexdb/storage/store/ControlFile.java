// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.segment.Slots;

/// `redex.ctl`: what a writer shows to other processes, through shared memory. Never forced; nothing is built on it after
/// the writer's lock is gone, but its durable words still witness against files that are missing ([DurableWitness]). Layout:
/// docs/formats/store-files.md
/// ```
///  0: magic | 8: epoch | 16: writer's pid, 0 after it closed | 24: version of the tips, odd while several move
///  4096 + 64·id: {tipSeq + 1, durableSeq + 1, its check, …, 56: first seq}
/// ```
/// Words are 64 bit, stored with release and read with acquire.
final class ControlFile implements AutoCloseable {
  static final String FILE_NAME = "redex.ctl";
  static final long MAGIC = 0x304C5443445845L; // "EXDCTL0" read as little-endian
  static final int HEADER_BYTES = 4096;
  static final int SLOT_BYTES = 64;
  static final int CHUNK_SLOTS = 1024;
  static final int CHUNK_BYTES = CHUNK_SLOTS * SLOT_BYTES;
  static final int FIRST_BYTES = HEADER_BYTES + CHUNK_BYTES;
  static final int EPOCH_OFFSET = 8;
  private static final int PID_OFFSET = 16;
  private static final int VERSION_OFFSET = 24;
  /// A writer that moves several tips needs less, unless it was stopped or has died among them.
  private static final int LOOKS_MAX = 1_000;
  private static final int TIP_OFFSET = 0;
  static final int DURABLE_OFFSET = 8;
  static final int CHECK_OFFSET = 16;
  private static final int FLOOR_OFFSET = 56;
  private static final UUID NO_STORE = new UUID(0, 0);
  private static final VarHandle WORD = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

  /// Null on a disk that no other process can see: then nothing is shown.
  private final @Nullable DiskFile file;
  private final Arena arena = Arena.ofShared();
  private final boolean writable;
  /// What the checks of durable words are bound to; any, for who does not write them.
  private final UUID store;
  private MemorySegment header = MemorySegment.NULL;
  /// Mapped slots; grows by replacement under this object's monitor, read without.
  private volatile List<MemorySegment> chunks = List.of();

  private ControlFile(@Nullable DiskFile file, boolean writable, UUID store) {
    this.file = file;
    this.writable = writable;
    this.store = store;
  }

  /// Opens it for the writer that has the lock: the file is kept, because readers in other processes may have it mapped.
  static ControlFile forWriter(Disk disk, Path directory, UUID store, long pid) throws IOException {
    if (disk.isVolatile()) return new ControlFile(null, true, store);
    Path path = directory.resolve(FILE_NAME);
    boolean exists = disk.exists(path);
    DiskFile file = disk.open(path, exists ? Disk.Access.WRITE : Disk.Access.CREATE);
    var control = new ControlFile(file, true, store);
    try {
      // Really filled: a mapped store must not meet a hole on a full disk.
      if (file.size() < FIRST_BYTES) file.write(0, new byte[FIRST_BYTES], 0, FIRST_BYTES);
      control.header = file.map(true, 0, HEADER_BYTES, control.arena);
      // Until recovery is through, the words below are those of an earlier writer: nobody follows epoch 0.
      WORD.setRelease(control.header, (long) EPOCH_OFFSET, 0L);
      WORD.setRelease(control.header, (long) PID_OFFSET, pid);
      // All tips move while recovery shows them; an earlier writer may have died among such moves.
      WORD.setVolatile(control.header, (long) VERSION_OFFSET, control.version() | 1);
      WORD.setRelease(control.header, 0L, MAGIC);
      return control;
    } catch (Throwable t) {
      control.close();
      throw t;
    }
  }

  /// Opens it for following a writer.
  ///
  /// @return null when there is none to follow
  static @Nullable ControlFile forReader(Disk disk, Path directory) throws IOException {
    Path path = directory.resolve(FILE_NAME);
    if (!disk.exists(path)) return null;
    DiskFile file = disk.open(path, Disk.Access.READ);
    var control = new ControlFile(file, false, NO_STORE);
    try {
      if (file.size() >= HEADER_BYTES) {
        control.header = file.map(false, 0, HEADER_BYTES, control.arena);
        if ((long) WORD.getAcquire(control.header, 0L) == MAGIC) return control;
      }
      control.close();
      return null;
    } catch (Throwable t) {
      control.close();
      throw t;
    }
  }

  /// Process of the writer that opened last, 0 for unknown. Without the file: 0.
  static long pid(Disk disk, Path directory) {
    Path path = directory.resolve(FILE_NAME);
    var word = new byte[8];
    try (DiskFile file = disk.open(path, Disk.Access.READ)) {
      file.read(PID_OFFSET, word, 0, 8);
      return Slots.longAt(word, 0);
    } catch (IOException e) {
      return 0;
    }
  }

  /// All logs are shown: may be followed from now on.
  void ready(int epoch) {
    if (file == null) return;
    WORD.setRelease(header, (long) EPOCH_OFFSET, (long) epoch);
    WORD.setRelease(header, (long) VERSION_OFFSET, version() + 1);
  }

  private long version() { return word(header, VERSION_OFFSET); }

  /// Process of the writer; 0 when it has closed the store. One that was killed is still named.
  long pid() { return word(header, PID_OFFSET); }

  int epoch() { return (int) word(header, EPOCH_OFFSET); }

  /// Shows a log before its first append. File work: on a thread of the store.
  void show(long logId, long tipSeq, long durableSeq) throws IOException {
    if (file == null) return;
    MemorySegment slot = ensure(file, logId);
    long at = logId % CHUNK_SLOTS * SLOT_BYTES;
    WORD.setRelease(slot, at + DURABLE_OFFSET, durableSeq + 1);
    WORD.setRelease(slot, at + CHECK_OFFSET, check(store, logId, durableSeq + 1));
    WORD.setRelease(slot, at + TIP_OFFSET, tipSeq + 1);
  }

  /// What stands beside a durable word that the writer of this store has stored for this log: a 64-bit mix, of which the
  /// multiplier is that of SplittableRandom.
  static long check(UUID store, long logId, long word) {
    long mixed = word;
    for (long next : new long[]{store.getMostSignificantBits(), store.getLeastSignificantBits(), logId}) {
      mixed = (mixed ^ next) * 0x9E3779B97F4A7C15L;
      mixed ^= mixed >>> 32;
    }
    return mixed;
  }

  private synchronized MemorySegment ensure(DiskFile open, long logId) throws IOException {
    int chunk = Math.toIntExact(logId / CHUNK_SLOTS);
    var mapped = new ArrayList<>(chunks);
    while (mapped.size() <= chunk) {
      long offset = HEADER_BYTES + (long) mapped.size() * CHUNK_BYTES;
      if (writable && open.size() < offset + CHUNK_BYTES) {
        var zeros = new byte[CHUNK_BYTES];
        open.write(offset, zeros, 0, CHUNK_BYTES);
      }
      mapped.add(open.map(writable, offset, CHUNK_BYTES, arena));
    }
    chunks = List.copyOf(mapped);
    return mapped.get(chunk);
  }

  void published(long logId, long tipSeq) { store(logId, TIP_OFFSET, tipSeq + 1); }

  /// Moves several tips. By one thread at a time.
  void published(long[] logIds, long[] tipSeqs) {
    if (file == null) return;
    long version = version();
    WORD.setVolatile(header, (long) VERSION_OFFSET, version + 1);
    for (int i = 0; i < logIds.length; i++) published(logIds[i], tipSeqs[i]);
    WORD.setRelease(header, (long) VERSION_OFFSET, version + 2);
  }

  /// Last published seqs of several logs at one moment.
  ///
  /// @return null while they move
  long @Nullable [] tipSeqs(long[] logIds) throws IOException {
    var seqs = new long[logIds.length];
    for (int look = 0; look < LOOKS_MAX; look++) {
      long before = version();
      if ((before & 1) == 0) {
        for (int i = 0; i < seqs.length; i++) seqs[i] = tipSeq(logIds[i]);
        VarHandle.acquireFence();
        if (version() == before) return seqs;
      }
      Thread.onSpinWait();
    }
    return null;
  }

  void durable(long logId, long durableSeq) {
    store(logId, DURABLE_OFFSET, durableSeq + 1);
    store(logId, CHECK_OFFSET, check(store, logId, durableSeq + 1));
  }

  void floor(long logId, long floorSeq) { store(logId, FLOOR_OFFSET, floorSeq); }

  private void store(long logId, int offset, long word) {
    if (file == null) return;
    MemorySegment chunk = chunks.get((int) (logId / CHUNK_SLOTS));
    WORD.setRelease(chunk, logId % CHUNK_SLOTS * SLOT_BYTES + offset, word);
  }

  /// Last published seq of a log as another process sees it, -1 for none.
  long tipSeq(long logId) throws IOException { return load(logId, TIP_OFFSET); }

  long durableSeq(long logId) throws IOException { return load(logId, DURABLE_OFFSET); }

  /// Oldest readable seq of a log.
  long floorSeq(long logId) throws IOException { return load(logId, FLOOR_OFFSET) + 1; }

  private long load(long logId, int word) throws IOException {
    List<MemorySegment> mapped = chunks;
    int chunk = Math.toIntExact(logId / CHUNK_SLOTS);
    if (chunk >= mapped.size()) {
      if (file == null || file.size() < HEADER_BYTES + (chunk + 1L) * CHUNK_BYTES) return -1;
      ensure(file, logId);
      mapped = chunks;
    }
    return word(mapped.get(chunk), logId % CHUNK_SLOTS * SLOT_BYTES + word) - 1;
  }

  /// Who reads may be between a look at whether the store is open and this one.
  private long word(MemorySegment in, long offset) {
    try {
      return (long) WORD.getAcquire(in, offset);
    } catch (IllegalStateException e) {
      if (arena.scope().isAlive()) throw e;
      throw new StorageException.Closed(Where.NOWHERE, "the store");
    }
  }

  @Override
  public void close() throws IOException {
    // The process may live on without the store; readers must not name it to whoever wants to write.
    if (writable && header.byteSize() > 0) WORD.setRelease(header, (long) PID_OFFSET, 0L);
    arena.close();
    if (file != null) file.close();
  }
}
