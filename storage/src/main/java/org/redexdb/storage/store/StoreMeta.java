// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.segment.Slots;

/// `store.meta`: two 512-byte slots written in turn, each forced. Layout: docs/formats/store-files.md
///
/// @param counter the valid slot with the greater one wins
/// @param store uuid of the store
/// @param epoch incarnation of the last writer, 0 before the first
/// @param clean the last writer closed properly
/// @param forceFailed a force failed under the last writer: cached pages prove nothing
/// @param journal the last writer committed over several logs: its journal must be there unless it closed properly
/// @param boot [#boot(Disk.Machine)] of the last writer, 0 for unknown
/// @param createdEpochNanos wall time of creation
/// @param nextLogId smallest log id that was never used by a dropped log
record StoreMeta(long counter, UUID store, int epoch, boolean clean, boolean forceFailed, boolean journal,
    long boot, long createdEpochNanos, long nextLogId) {
  static final String FILE_NAME = "store.meta";
  /// What the file is called until it is whole.
  static final String NEW_FILE_NAME = FILE_NAME + ".new";
  static final long MAGIC = 0x3045524F54534452L; // "RDSTORE0" read as little-endian
  static final int MAGIC_OFFSET = 8;
  static final int MAJOR_OFFSET = 16;
  static final int MINOR_OFFSET = 18;
  static final int MIN_READER_OFFSET = 20;
  static final int COMPAT_OFFSET = 24;
  static final int RO_COMPAT_OFFSET = 32;
  static final int INCOMPAT_OFFSET = 40;
  static final int STORE_UUID_OFFSET = 48;
  static final int INSTANCE_OFFSET = 64;
  static final int EPOCH_OFFSET = 72;
  static final int FLAGS_OFFSET = 76;
  static final int CREATED_OFFSET = 80;
  static final int BOOT_OFFSET = 88;
  static final int NEXT_LOG_ID_OFFSET = 96;
  private static final int FILE_BYTES = 2 * Slots.BYTES;
  private static final int FLAG_CLEAN = 1;
  private static final int FLAG_FORCE_FAILED = 2;
  private static final int FLAG_JOURNAL = 4;

  static StoreMeta create(UUID store, long createdEpochNanos) {
    return new StoreMeta(1, store, 0, true, false, false, 0, createdEpochNanos, 0);
  }

  StoreMeta opened(long newBoot) {
    return new StoreMeta(counter + 1, store, epoch + 1, false, false, false, newBoot, createdEpochNanos, nextLogId);
  }

  StoreMeta closed() {
    return new StoreMeta(counter + 1, store, epoch, true, false, false, boot, createdEpochNanos, nextLogId);
  }

  StoreMeta withForceFailed() {
    return new StoreMeta(counter + 1, store, epoch, false, true, journal, boot, createdEpochNanos, nextLogId);
  }

  StoreMeta withJournal() {
    return new StoreMeta(counter + 1, store, epoch, false, forceFailed, true, boot, createdEpochNanos, nextLogId);
  }

  StoreMeta withNextLogId(long id) {
    return new StoreMeta(counter + 1, store, epoch, clean, forceFailed, journal, boot, createdEpochNanos, id);
  }

  private byte[] encode() {
    var slot = new byte[Slots.BYTES];
    Slots.putLong(slot, Slots.COUNTER_OFFSET, counter);
    Slots.putLong(slot, MAGIC_OFFSET, MAGIC);
    Slots.putUuid(slot, STORE_UUID_OFFSET, store);
    Slots.putInt(slot, EPOCH_OFFSET, epoch);
    Slots.putInt(slot, FLAGS_OFFSET,
        (clean ? FLAG_CLEAN : 0) | (forceFailed ? FLAG_FORCE_FAILED : 0) | (journal ? FLAG_JOURNAL : 0));
    Slots.putLong(slot, CREATED_OFFSET, createdEpochNanos);
    Slots.putLong(slot, BOOT_OFFSET, boot);
    Slots.putLong(slot, NEXT_LOG_ID_OFFSET, nextLogId);
    Slots.close(slot, 0, Slots.BYTES);
    return slot;
  }

  /// Overwrites the older slot and forces it.
  void write(DiskFile file) throws IOException {
    byte[] slot = encode();
    file.write((counter & 1) * Slots.BYTES, slot, 0, slot.length);
    file.force(false);
  }

  /// The file appears whole or not at all.
  void createFile(Disk disk, Path directory) throws IOException {
    Path temporary = directory.resolve(NEW_FILE_NAME);
    if (disk.exists(temporary)) disk.delete(temporary);
    try (DiskFile file = disk.open(temporary, Disk.Access.CREATE)) {
      file.growTo(FILE_BYTES);
      write(file);
      file.force(true);
    }
    disk.rename(temporary, directory.resolve(FILE_NAME));
    disk.forceDirectory(directory);
  }

  /// One line for a slot that holds something, but not what was written there.
  static List<String> damagedSlots(Disk disk, Path directory) throws IOException {
    Path path = directory.resolve(FILE_NAME);
    var damaged = new ArrayList<String>();
    var bytes = new byte[FILE_BYTES];
    try (DiskFile file = disk.open(path, Disk.Access.READ)) {
      file.read(0, bytes, 0, (int) Math.min(FILE_BYTES, file.size()));
    }
    for (int at = 0; at < FILE_BYTES; at += Slots.BYTES)
      if (!Slots.valid(bytes, at, Slots.BYTES) && !Slots.allZero(bytes, at, Slots.BYTES))
        damaged.add("damaged slot in the store's header (" + path + "+" + at
            + "); the other one holds, and it is written anew when the store is opened for writing");
    return damaged;
  }

  static StoreMeta read(Disk disk, Path directory) throws IOException {
    Path path = directory.resolve(FILE_NAME);
    try (DiskFile file = disk.open(path, Disk.Access.READ)) {
      return read(file, path);
    }
  }

  static StoreMeta read(DiskFile file, Path path) throws IOException {
    var bytes = new byte[FILE_BYTES];
    file.read(0, bytes, 0, (int) Math.min(FILE_BYTES, file.size()));
    int best = -1;
    for (int at = 0; at < FILE_BYTES; at += Slots.BYTES)
      if (Slots.valid(bytes, at, Slots.BYTES) && Slots.longAt(bytes, at + MAGIC_OFFSET) == MAGIC
          && (best < 0 || Slots.longAt(bytes, at) > Slots.longAt(bytes, best)))
        best = at;
    if (best < 0)
      throw new StorageException.Corrupt(Where.file(path, 0), "a store header with a valid checksum",
          "none in two slots");
    int minReader = Slots.shortAt(bytes, best + MIN_READER_OFFSET);
    if (minReader > 0)
      throw new StorageException.Unsupported(Where.file(path), "store needs format version " + minReader
          + ", this build reads up to 0; use a newer RedexDB");
    for (int at : new int[]{RO_COMPAT_OFFSET, INCOMPAT_OFFSET})
      if (Slots.longAt(bytes, best + at) != 0)
        throw new StorageException.Unsupported(Where.file(path, best + at), "store uses the unknown feature bit "
            + Long.numberOfTrailingZeros(Slots.longAt(bytes, best + at)) + "; use a newer RedexDB");
    int flags = Slots.intAt(bytes, best + FLAGS_OFFSET);
    return new StoreMeta(Slots.longAt(bytes, best), Slots.uuidAt(bytes, best + STORE_UUID_OFFSET),
        Slots.intAt(bytes, best + EPOCH_OFFSET), (flags & FLAG_CLEAN) != 0, (flags & FLAG_FORCE_FAILED) != 0,
        (flags & FLAG_JOURNAL) != 0,
        Slots.longAt(bytes, best + BOOT_OFFSET), Slots.longAt(bytes, best + CREATED_OFFSET),
        Slots.longAt(bytes, best + NEXT_LOG_ID_OFFSET));
  }

  /// Hash of what tells one run of a machine from another, 0 when that is unknown.
  static long boot(Disk.Machine machine) {
    if (machine.bootId().isEmpty()) return 0;
    byte[] text = (machine.host() + '\0' + machine.bootId()).getBytes(StandardCharsets.UTF_8);
    long hash = 0xCBF29CE484222325L;
    for (byte b : text) hash = (hash ^ b & 0xFF) * 0x100000001B3L;
    return hash == 0 ? 1 : hash;
  }
}
