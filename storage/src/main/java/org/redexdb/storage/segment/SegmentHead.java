// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Both header pages of a segment file as read.
///
/// @param identity page 0
/// @param roll how it follows the segment before it; null when the roll was not finished
/// @param mark newest valid durable mark, null when there is none
/// @param seal where SEAL and FOOTER are, null unless the segment was sealed and forced
/// @param damagedSlots offsets of slots that hold something, but not what was written there
public record SegmentHead(SegmentIdentity identity, @Nullable Roll roll, @Nullable Mark mark, @Nullable Seal seal,
    List<Long> damagedSlots) {
  static final int MARK_A_SLOT = 0;
  static final int MARK_B_SLOT = 1;
  static final int SEAL_SLOT = 2;
  static final int ROLL_SLOT = 3;

  /// Slot written when the segment becomes the active one; a file is prepared before these are known.
  ///
  /// @param baseSeq first seq it holds
  /// @param previous uuid of the segment before, all zero for the first
  /// @param epoch of the writer that rolled
  /// @param runningMaxTs greatest append time of the log before this segment, [Long#MIN_VALUE] for none
  public record Roll(long baseSeq, UUID previous, int epoch, long runningMaxTs) {
    public byte[] encode(int salt) {
      var slot = new byte[Slots.BYTES];
      Slots.putLong(slot, Slots.COUNTER_OFFSET, 1);
      Slots.putLong(slot, 8, baseSeq);
      Slots.putLong(slot, 16, baseSeq - 1);
      Slots.putUuid(slot, 24, previous);
      Slots.putInt(slot, 40, epoch);
      Slots.putLong(slot, 48, runningMaxTs);
      Slots.close(slot, 0, Slots.BYTES, salt);
      return slot;
    }

    static @Nullable Roll decode(byte[] page, int at, int salt) {
      if (!Slots.valid(page, at, Slots.BYTES, salt)) return null;
      return new Roll(Slots.longAt(page, at + 8), Slots.uuidAt(page, at + 24), Slots.intAt(page, at + 40),
          Slots.longAt(page, at + 48));
    }
  }

  /// Slot written when SEAL and FOOTER are on the device.
  ///
  /// @param offset of the SEAL frame
  /// @param footerOffset of the FOOTER frame
  /// @param endOffset behind the FOOTER frame
  /// @param lastSeq last event of the segment
  public record Seal(long offset, long footerOffset, long endOffset, long lastSeq) {
    public byte[] encode(int salt) {
      var slot = new byte[Slots.BYTES];
      Slots.putLong(slot, Slots.COUNTER_OFFSET, 1);
      Slots.putLong(slot, 8, offset);
      Slots.putLong(slot, 16, endOffset);
      Slots.putLong(slot, 24, lastSeq);
      Slots.putLong(slot, 32, footerOffset);
      Slots.close(slot, 0, Slots.BYTES, salt);
      return slot;
    }

    static @Nullable Seal decode(byte[] page, int at, int salt) {
      if (!Slots.valid(page, at, Slots.BYTES, salt)) return null;
      long offset = Slots.longAt(page, at + 8);
      long footerOffset = Slots.longAt(page, at + 32);
      // Builds that knew nothing between the two did not say where FOOTER is.
      return new Seal(offset, footerOffset == 0 ? offset + Frames.HEADER_BYTES : footerOffset,
          Slots.longAt(page, at + 16), Slots.longAt(page, at + 24));
    }
  }

  public static long slotOffset(int slot) { return SegmentIdentity.PAGE_BYTES + (long) slot * Slots.BYTES; }

  public static long rollOffset() { return slotOffset(ROLL_SLOT); }

  public static long sealOffset() { return slotOffset(SEAL_SLOT); }

  /// Marks go to the two slots in turn, so that a torn one leaves its predecessor.
  public static long markOffset(long counter) { return slotOffset((counter & 1) == 0 ? MARK_A_SLOT : MARK_B_SLOT); }

  /// Whether a durable mark was there and none can be read: nobody can tell any more what was durable.
  public boolean marksLost() {
    return mark == null
        && (damagedSlots.contains(slotOffset(MARK_A_SLOT)) || damagedSlots.contains(slotOffset(MARK_B_SLOT)));
  }

  /// @throws org.redexdb.storage.api.StorageException.Corrupt when page 0 is damaged or the file is too short; a damaged
  ///   slot counts as absent
  public static SegmentHead read(DiskFile file, Path path) throws IOException {
    var pages = new byte[SegmentIdentity.HEADER_BYTES];
    if (file.size() < pages.length)
      throw new StorageException.Corrupt(Where.file(path, 0), "a segment header", "a file too short for one");
    file.read(0, pages, 0, pages.length);
    var identity = SegmentIdentity.decode(pages, path);
    int salt = identity.salt();
    Mark a = Mark.decode(pages, (int) slotOffset(MARK_A_SLOT), salt);
    Mark b = Mark.decode(pages, (int) slotOffset(MARK_B_SLOT), salt);
    Mark newest = a == null || b != null && b.counter() > a.counter() ? b : a;
    return new SegmentHead(identity, Roll.decode(pages, (int) rollOffset(), salt), newest,
        Seal.decode(pages, (int) sealOffset(), salt), damagedSlots(pages, salt));
  }

  /// As above, of a file whose name says with which seq it begins.
  ///
  /// @param baseSeq what its name says, -1 for a file that has no such name yet
  /// @throws StorageException.Corrupt also when its content says otherwise: a file that was put there under another name
  public static SegmentHead read(DiskFile file, Path path, long baseSeq) throws IOException {
    SegmentHead head = read(file, path);
    if (baseSeq < 0) return head;
    if (head.roll != null && head.roll.baseSeq != baseSeq)
      throw otherBase(path, ROLL_SLOT, baseSeq, "one that begins with " + head.roll.baseSeq);
    // No segment is sealed without an event.
    if (head.seal != null && head.seal.lastSeq < baseSeq)
      throw otherBase(path, SEAL_SLOT, baseSeq, "one that ends with " + head.seal.lastSeq);
    return head;
  }

  private static StorageException.Corrupt otherBase(Path path, int slot, long baseSeq, String found) {
    return new StorageException.Corrupt(Where.file(path, slotOffset(slot)),
        "a segment that begins with seq " + baseSeq + ", as its name says", found);
  }

  /// Sectors are written whole, so a slot without a valid checksum was never written, or has changed since.
  private static List<Long> damagedSlots(byte[] pages, int salt) {
    var damaged = new ArrayList<Long>();
    for (int slot = MARK_A_SLOT; slot <= ROLL_SLOT; slot++) {
      int at = (int) slotOffset(slot);
      if (!Slots.valid(pages, at, Slots.BYTES, salt) && !Slots.allZero(pages, at, Slots.BYTES)) damaged.add((long) at);
    }
    return damaged;
  }
}
