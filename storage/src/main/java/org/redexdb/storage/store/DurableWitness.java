// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import static org.redexdb.storage.store.ControlFile.CHECK_OFFSET;
import static org.redexdb.storage.store.ControlFile.CHUNK_BYTES;
import static org.redexdb.storage.store.ControlFile.CHUNK_SLOTS;
import static org.redexdb.storage.store.ControlFile.DURABLE_OFFSET;
import static org.redexdb.storage.store.ControlFile.EPOCH_OFFSET;
import static org.redexdb.storage.store.ControlFile.FIRST_BYTES;
import static org.redexdb.storage.store.ControlFile.HEADER_BYTES;
import static org.redexdb.storage.store.ControlFile.MAGIC;
import static org.redexdb.storage.store.ControlFile.SLOT_BYTES;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.segment.Slots;

/// What a writer that is gone left in its [ControlFile] of what was durable. Nothing is built on it: it can only tell that
/// something is missing.
final class DurableWitness {
  private DurableWitness() {}

  /// What the last writer left on record as durable, by log; only logs with such events. A word was stored after the
  /// force it tells of, so it never claims too much; not being forced itself, it may claim too little, or nothing.
  ///
  /// @param epoch of the last writer by `store.meta`: beside the files of another time the words say nothing
  static Map<Long, Long> seqs(Disk disk, Path directory, UUID store, int epoch) throws IOException {
    var seqs = new TreeMap<Long, Long>();
    Path path = directory.resolve(ControlFile.FILE_NAME);
    if (disk.isVolatile() || !disk.exists(path)) return seqs;
    try (DiskFile file = disk.open(path, Disk.Access.READ)) {
      long size = file.size();
      if (size < HEADER_BYTES) return seqs;
      var chunk = new byte[CHUNK_BYTES];
      file.read(0, chunk, 0, HEADER_BYTES);
      int shown = (int) Slots.longAt(chunk, EPOCH_OFFSET);
      // 0: a writer died while it opened; the words are still those of the one before.
      if (Slots.longAt(chunk, 0) != MAGIC || shown != epoch && shown != 0) return seqs;
      for (long at = HEADER_BYTES; at + CHUNK_BYTES <= size; at += CHUNK_BYTES) {
        file.read(at, chunk, 0, CHUNK_BYTES);
        for (int slot = 0; slot < CHUNK_SLOTS; slot++) {
          long logId = (at - HEADER_BYTES) / SLOT_BYTES + slot;
          long next = Slots.longAt(chunk, slot * SLOT_BYTES + DURABLE_OFFSET);
          // Never forced: after a power cut the block may show what another file left there, or half of two stores.
          if (next > 0 && isVouchedFor(chunk, slot * SLOT_BYTES, store, logId)) seqs.put(logId, next - 1);
        }
      }
    }
    return seqs;
  }

  /// One line for each word that its check does not vouch for. Of a store that nobody writes.
  static List<String> damagedWords(Disk disk, Path directory) throws IOException {
    var damaged = new ArrayList<String>();
    Path path = directory.resolve(ControlFile.FILE_NAME);
    if (disk.isVolatile() || !disk.exists(path)) return damaged;
    StoreMeta meta = StoreMeta.read(disk, directory);
    String anew = "; it is only a witness, and written anew when the store is opened for writing";
    try (DiskFile file = disk.open(path, Disk.Access.READ)) {
      var chunk = new byte[(int) file.size()];
      file.read(0, chunk, 0, chunk.length);
      if (chunk.length < FIRST_BYTES || Slots.longAt(chunk, 0) != MAGIC) damaged.add(path + "+0: no magic word" + anew);
      else if (Slots.longAt(chunk, EPOCH_OFFSET) != meta.epoch() && Slots.longAt(chunk, EPOCH_OFFSET) != 0)
        damaged.add(path + "+" + EPOCH_OFFSET + ": expected epoch " + meta.epoch() + ", found "
            + Slots.longAt(chunk, EPOCH_OFFSET) + anew);
      for (int at = HEADER_BYTES; at + SLOT_BYTES <= chunk.length; at += SLOT_BYTES) {
        long next = Slots.longAt(chunk, at + DURABLE_OFFSET);
        long id = (long) (at - HEADER_BYTES) / SLOT_BYTES;
        boolean isUsed = next != 0 || Slots.longAt(chunk, at + CHECK_OFFSET) != 0;
        if (isUsed && !isVouchedFor(chunk, at, meta.store(), id))
          damaged.add(path + "+" + at + ": the durable word of log " + id + " does not match its check" + anew);
      }
    }
    return damaged;
  }

  private static boolean isVouchedFor(byte[] words, int slot, UUID store, long logId) {
    long word = Slots.longAt(words, slot + DURABLE_OFFSET);
    return Slots.longAt(words, slot + CHECK_OFFSET) == ControlFile.check(store, logId, word);
  }

  /// Takes back what was shown of a log that is made anew. Without a writer.
  static void forget(Disk disk, Path directory, long logId) throws IOException {
    Path path = directory.resolve(ControlFile.FILE_NAME);
    long at = HEADER_BYTES + logId * SLOT_BYTES;
    if (disk.isVolatile() || !disk.exists(path) || disk.size(path) < at + SLOT_BYTES) return;
    try (DiskFile file = disk.open(path, Disk.Access.WRITE)) {
      file.write(at, new byte[SLOT_BYTES], 0, SLOT_BYTES);
      file.force(false);
    }
  }
}
