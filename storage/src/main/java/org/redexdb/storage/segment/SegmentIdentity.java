// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Page 0 of a segment file: what it is, written and forced once. Layout: docs/formats/segment.md
///
/// @param storeUuid store it was made in
/// @param logUuid log it belongs to
/// @param segmentUuid this file; derived files and front blocks name it
/// @param salt mixed into every frame checksum, so that frames of another file never match
/// @param logId number of the log
/// @param capacity size of the file in bytes
/// @param createdEpochNanos wall time of creation
/// @param logSegmentBytes full segment size of the log
/// @param name name of the log
/// @param shared whether its events are of many logs, each frame with an extension
/// @param note what the layer above keeps here, see [org.redexdb.storage.api.LogOptions#note]
public record SegmentIdentity(UUID storeUuid, UUID logUuid, UUID segmentUuid, int salt, long logId, long capacity,
    long createdEpochNanos, long logSegmentBytes, String name, boolean shared, String note) {
  public static final int PAGE_BYTES = 4096;
  /// Bytes before the first frame: page 0 and page 1.
  public static final int HEADER_BYTES = 2 * PAGE_BYTES;

  static final long MAGIC = 0x3047455358444552L; // "REDXSEG0" read as little-endian
  static final int MAJOR = 0;
  static final int MINOR = 0;
  static final int MIN_READER = 0;
  static final int MAGIC_OFFSET = 0;
  static final int MAJOR_OFFSET = 8;
  static final int MINOR_OFFSET = 10;
  static final int MIN_READER_OFFSET = 12;
  static final int HEADER_BYTES_OFFSET = 16;
  static final int SALT_OFFSET = 20;
  static final int COMPAT_OFFSET = 24;
  static final int RO_COMPAT_OFFSET = 32;
  static final int INCOMPAT_OFFSET = 40;
  static final int STORE_UUID_OFFSET = 48;
  static final int STORE_INSTANCE_OFFSET = 64;
  static final int LOG_UUID_OFFSET = 72;
  static final int SEGMENT_UUID_OFFSET = 88;
  static final int CAPACITY_OFFSET = 104;
  static final int CREATED_OFFSET = 112;
  static final int CHECKSUM_KIND_OFFSET = 120;
  static final int CLOCK_KIND_OFFSET = 121;
  static final int CRYPTO_KIND_OFFSET = 122;
  static final int LOG_ID_OFFSET = 128;
  static final int KEY_ID_OFFSET = 136;
  static final int FORKED_FROM_OFFSET = 144;
  static final int OPTIONS_BYTES_OFFSET = 160;
  static final int NAME_BYTES_OFFSET = 162;
  static final int OPTIONS_OFFSET = 168;
  static final int CRC_OFFSET = PAGE_BYTES - 4;

  static final int CHECKSUM_CRC32C = 1;
  static final int CLOCK_WALL_UTC = 1;
  /// Option tag: full segment size, u64.
  static final int OPTION_SEGMENT_BYTES = 1;
  /// Option tag: note of the layer above, UTF-8.
  static final int OPTION_NOTE = 2;
  /// Bit of the incompatible features: a shared log. A reader that does not know it would take it for one log.
  static final long FEATURE_SHARED = 1;

  /// Of a log that holds events of its own, without a note.
  public SegmentIdentity(UUID storeUuid, UUID logUuid, UUID segmentUuid, int salt, long logId, long capacity,
      long createdEpochNanos, long logSegmentBytes, String name) {
    this(storeUuid, logUuid, segmentUuid, salt, logId, capacity, createdEpochNanos, logSegmentBytes, name, false, "");
  }

  /// Of which log a folder is: the one that most of its files are of, and of two that have as many the one that begins first.
  ///
  /// @param files by ascending seq
  /// @return null when there are none
  public static @Nullable SegmentIdentity ofMost(List<SegmentIdentity> files) {
    var counts = new HashMap<UUID, Integer>();
    // Not merge(…, Integer::sum): linking the method reference would be part of a program's first open.
    for (SegmentIdentity file : files) counts.put(file.logUuid, counts.getOrDefault(file.logUuid, 0) + 1);
    SegmentIdentity most = null;
    for (SegmentIdentity file : files)
      if (most == null || counts.getOrDefault(file.logUuid, 0) > counts.getOrDefault(most.logUuid, 0)) most = file;
    return most;
  }

  /// Whether it is of that log of that store.
  public boolean isOf(UUID store, long log) { return logId == log && storeUuid.equals(store); }

  /// Why it counts for nothing in the folder of that log.
  public StorageException.Corrupt foreign(Path path, UUID store, long log) {
    return new StorageException.Corrupt(Where.file(path, logId == log ? STORE_UUID_OFFSET : LOG_ID_OFFSET),
        "a segment of log " + log + " of store " + store,
        "one of log " + logId + " (\"" + name + "\") of store " + storeUuid);
  }

  /// Why a file of another log counts for nothing in this one's folder.
  public StorageException.Corrupt foreign(Path path, SegmentIdentity other) {
    return new StorageException.Corrupt(Where.file(path, LOG_UUID_OFFSET),
        "a segment of log " + logUuid + " (\"" + name + "\")",
        "one of log " + other.logUuid + " (\"" + other.name + "\")");
  }

  public byte[] encode() {
    var page = new byte[PAGE_BYTES];
    Slots.putLong(page, MAGIC_OFFSET, MAGIC);
    Slots.putShort(page, MAJOR_OFFSET, MAJOR);
    Slots.putShort(page, MINOR_OFFSET, MINOR);
    Slots.putShort(page, MIN_READER_OFFSET, MIN_READER);
    Slots.putInt(page, HEADER_BYTES_OFFSET, HEADER_BYTES);
    Slots.putInt(page, SALT_OFFSET, salt);
    Slots.putUuid(page, STORE_UUID_OFFSET, storeUuid);
    Slots.putUuid(page, LOG_UUID_OFFSET, logUuid);
    Slots.putUuid(page, SEGMENT_UUID_OFFSET, segmentUuid);
    Slots.putLong(page, CAPACITY_OFFSET, capacity);
    Slots.putLong(page, CREATED_OFFSET, createdEpochNanos);
    page[CHECKSUM_KIND_OFFSET] = CHECKSUM_CRC32C;
    page[CLOCK_KIND_OFFSET] = CLOCK_WALL_UTC;
    Slots.putLong(page, LOG_ID_OFFSET, logId);
    if (shared) Slots.putLong(page, INCOMPAT_OFFSET, FEATURE_SHARED);
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    byte[] noteBytes = note.getBytes(StandardCharsets.UTF_8);
    int optionsBytes = 2 + 8 + (noteBytes.length == 0 ? 0 : 2 + noteBytes.length);
    Slots.putShort(page, OPTIONS_BYTES_OFFSET, optionsBytes);
    Slots.putShort(page, NAME_BYTES_OFFSET, nameBytes.length);
    page[OPTIONS_OFFSET] = OPTION_SEGMENT_BYTES;
    page[OPTIONS_OFFSET + 1] = 8;
    Slots.putLong(page, OPTIONS_OFFSET + 2, logSegmentBytes);
    if (noteBytes.length > 0) {
      page[OPTIONS_OFFSET + 10] = OPTION_NOTE;
      page[OPTIONS_OFFSET + 11] = (byte) noteBytes.length;
      System.arraycopy(noteBytes, 0, page, OPTIONS_OFFSET + 12, noteBytes.length);
    }
    System.arraycopy(nameBytes, 0, page, OPTIONS_OFFSET + optionsBytes, nameBytes.length);
    Slots.close(page, 0, PAGE_BYTES);
    return page;
  }

  /// @throws StorageException.Corrupt when the page is damaged
  /// @throws StorageException.Unsupported when this build cannot read such a file
  public static SegmentIdentity decode(byte[] page, Path file) {
    if (!Slots.valid(page, 0, PAGE_BYTES))
      throw new StorageException.Corrupt(Where.file(file, 0), "a segment header with a valid checksum",
          "checksum 0x" + Integer.toHexString(Slots.intAt(page, CRC_OFFSET)));
    if (Slots.longAt(page, MAGIC_OFFSET) != MAGIC)
      throw new StorageException.Corrupt(Where.file(file, 0), "segment magic 0x" + Long.toHexString(MAGIC),
          "0x" + Long.toHexString(Slots.longAt(page, MAGIC_OFFSET)));
    if (Slots.shortAt(page, MIN_READER_OFFSET) > MAJOR)
      throw new StorageException.Unsupported(Where.file(file, MIN_READER_OFFSET), "segment needs format version "
          + Slots.shortAt(page, MIN_READER_OFFSET) + ", this build reads up to " + MAJOR);
    refuseUnknown(page, INCOMPAT_OFFSET, FEATURE_SHARED, "incompatible", file);
    refuseUnknown(page, RO_COMPAT_OFFSET, 0, "read-only compatible", file);
    int optionsBytes = Slots.shortAt(page, OPTIONS_BYTES_OFFSET);
    int nameBytes = Slots.shortAt(page, NAME_BYTES_OFFSET);
    if (OPTIONS_OFFSET + optionsBytes + nameBytes > CRC_OFFSET)
      throw new StorageException.Corrupt(Where.file(file, OPTIONS_BYTES_OFFSET), "options and name within page 0",
          optionsBytes + " and " + nameBytes + " bytes");
    long capacity = Slots.longAt(page, CAPACITY_OFFSET);
    return new SegmentIdentity(Slots.uuidAt(page, STORE_UUID_OFFSET), Slots.uuidAt(page, LOG_UUID_OFFSET),
        Slots.uuidAt(page, SEGMENT_UUID_OFFSET), Slots.intAt(page, SALT_OFFSET), Slots.longAt(page, LOG_ID_OFFSET),
        capacity, Slots.longAt(page, CREATED_OFFSET), segmentBytes(page, optionsBytes, capacity),
        new String(page, OPTIONS_OFFSET + optionsBytes, nameBytes, StandardCharsets.UTF_8),
        (Slots.longAt(page, INCOMPAT_OFFSET) & FEATURE_SHARED) != 0, note(page, optionsBytes));
  }

  private static String note(byte[] page, int optionsBytes) {
    int end = OPTIONS_OFFSET + optionsBytes;
    for (int at = OPTIONS_OFFSET; at + 2 <= end; at += 2 + (page[at + 1] & 0xFF))
      if (page[at] == OPTION_NOTE && at + 2 + (page[at + 1] & 0xFF) <= end)
        return new String(page, at + 2, page[at + 1] & 0xFF, StandardCharsets.UTF_8);
    return "";
  }

  private static void refuseUnknown(byte[] page, int at, long known, String what, Path file) {
    long bits = Slots.longAt(page, at) & ~known;
    if (bits != 0)
      throw new StorageException.Unsupported(Where.file(file, at),
          "segment uses the unknown " + what + " feature bit " + Long.numberOfTrailingZeros(bits));
  }

  private static long segmentBytes(byte[] page, int optionsBytes, long otherwise) {
    for (int at = OPTIONS_OFFSET; at + 2 <= OPTIONS_OFFSET + optionsBytes; at += 2 + (page[at + 1] & 0xFF))
      if (page[at] == OPTION_SEGMENT_BYTES && page[at + 1] == 8) return Slots.longAt(page, at + 2);
    return otherwise;
  }

  /// The same in a file of another size.
  public SegmentIdentity withCapacity(long bytes) {
    return new SegmentIdentity(storeUuid, logUuid, segmentUuid, salt, logId, bytes, createdEpochNanos, logSegmentBytes,
        name, shared, note);
  }

  /// The same file contents under a new identity: for a copy made by recovery.
  public SegmentIdentity renewed(UUID newUuid, int newSalt) {
    return new SegmentIdentity(storeUuid, logUuid, newUuid, newSalt, logId, capacity, createdEpochNanos,
        logSegmentBytes, name, shared, note);
  }

  /// The next segment of the same log.
  public SegmentIdentity next(UUID newUuid, int newSalt, long bytes, long created) {
    return new SegmentIdentity(storeUuid, logUuid, newUuid, newSalt, logId, bytes, created, logSegmentBytes, name,
        shared, note);
  }
}
