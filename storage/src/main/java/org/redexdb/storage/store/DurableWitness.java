// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

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
      if (size < ControlFile.HEADER_BYTES) return seqs;
      var chunk = new byte[ControlFile.CHUNK_BYTES];
      file.read(0, chunk, 0, ControlFile.HEADER_BYTES);
      int shown = (int) Slots.longAt(chunk, ControlFile.EPOCH_OFFSET);
      // 0: a writer died while it opened; the words are still those of the one before.
      if (Slots.longAt(chunk, 0) != ControlFile.MAGIC || shown != epoch && shown != 0) return seqs;
      for (long at = ControlFile.HEADER_BYTES; at + ControlFile.CHUNK_BYTES <= size; at += ControlFile.CHUNK_BYTES) {
        file.read(at, chunk, 0, ControlFile.CHUNK_BYTES);
        for (int slot = 0; slot < ControlFile.CHUNK_SLOTS; slot++) {
          long logId = (at - ControlFile.HEADER_BYTES) / ControlFile.SLOT_BYTES + slot;
          long next = Slots.longAt(chunk, slot * ControlFile.SLOT_BYTES + ControlFile.DURABLE_OFFSET);
          // Never forced: after a power cut the block may show what another file left there, or half of two stores.
          if (next > 0 && Slots.longAt(chunk, slot * ControlFile.SLOT_BYTES + ControlFile.CHECK_OFFSET) == ControlFile.check(store, logId, next))
            seqs.put(logId, next - 1);
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
      if (chunk.length < ControlFile.FIRST_BYTES || Slots.longAt(chunk, 0) != ControlFile.MAGIC) damaged.add(path + "+0: no magic word" + anew);
      else if (Slots.longAt(chunk, ControlFile.EPOCH_OFFSET) != meta.epoch() && Slots.longAt(chunk, ControlFile.EPOCH_OFFSET) != 0)
        damaged.add(path + "+" + ControlFile.EPOCH_OFFSET + ": expected epoch " + meta.epoch() + ", found "
            + Slots.longAt(chunk, ControlFile.EPOCH_OFFSET) + anew);
      for (int at = ControlFile.HEADER_BYTES; at + ControlFile.SLOT_BYTES <= chunk.length; at += ControlFile.SLOT_BYTES) {
        long next = Slots.longAt(chunk, at + ControlFile.DURABLE_OFFSET);
        long check = Slots.longAt(chunk, at + ControlFile.CHECK_OFFSET);
        long id = (long) (at - ControlFile.HEADER_BYTES) / ControlFile.SLOT_BYTES;
        if ((next != 0 || check != 0) && check != ControlFile.check(meta.store(), id, next))
          damaged.add(path + "+" + at + ": the durable word of log " + id + " does not match its check" + anew);
      }
    }
    return damaged;
  }

  /// Takes back what was shown of a log that is made anew. Without a writer.
  static void forget(Disk disk, Path directory, long logId) throws IOException {
    Path path = directory.resolve(ControlFile.FILE_NAME);
    long at = ControlFile.HEADER_BYTES + logId * ControlFile.SLOT_BYTES;
    if (disk.isVolatile() || !disk.exists(path) || disk.size(path) < at + ControlFile.SLOT_BYTES) return;
    try (DiskFile file = disk.open(path, Disk.Access.WRITE)) {
      file.write(at, new byte[ControlFile.SLOT_BYTES], 0, ControlFile.SLOT_BYTES);
      file.force(false);
    }
  }
}
