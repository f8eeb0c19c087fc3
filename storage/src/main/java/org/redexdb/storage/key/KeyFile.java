// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.key;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;
import org.redexdb.storage.checksum.KeyHash;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.Slots;

/// Makes `.key` files and opens them. Never forced: losing one costs a scan of its segment.
public final class KeyFile {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final byte[] HASH_CHECK = "REDXKEY".getBytes(StandardCharsets.US_ASCII);
  private static final int ALIGN = 64;

  private KeyFile() {}

  /// A sealed segment's index as it is in a file.
  ///
  /// @param keys covers the whole segment
  static MemorySegment encode(GrowingKeys keys, Segment segment, Arena arena) {
    var layout = new KeyLayout(keys.events(), keys.keys());
    MemorySegment file = arena.allocate(layout.fileBytes(), ALIGN);
    body(keys, layout, file.asSlice(layout.bodyOffset()));
    var page = new byte[KeyLayout.PAGE_BYTES];
    for (int i = 0; i < layout.pages(); i++)
      file.set(INT, KeyLayout.HEADER_BYTES + 4L * i, pageCrc(file, layout, i, page));
    byte[] header = header(layout, segment);
    Slots.putInt(header, KeyLayout.PAGES_CRC_OFFSET, tableCrc(file, layout));
    Slots.close(header, 0, KeyLayout.HEADER_BYTES);
    MemorySegment.copy(header, 0, file, ValueLayout.JAVA_BYTE, 0, KeyLayout.HEADER_BYTES);
    return file;
  }

  private static void body(GrowingKeys keys, KeyLayout layout, MemorySegment body) {
    long[] hashes = keys.sortedHashes();
    var deltas = new int[layout.events()];
    int bucket = 0;
    int at = 0;
    for (int i = 0; i < hashes.length; i++) {
      long hash = hashes[i];
      long word = 8L * layout.filterWord(hash);
      body.set(LONG, word, body.get(LONG, word) | KeyLayout.filterMask(hash));
      while (bucket < layout.bucket(hash)) body.set(INT, layout.directoryOffset() + 4L * ++bucket, i);
      body.set(LONG, layout.hashesOffset() + 8L * i, hash);
      body.set(INT, layout.firstsOffset() + 4L * i, at);
      at = keys.deltasOf(hash, deltas, at);
    }
    while (bucket < 1 << layout.directoryBits())
      body.set(INT, layout.directoryOffset() + 4L * ++bucket, hashes.length);
    body.set(INT, layout.firstsOffset() + 4L * hashes.length, at);
    MemorySegment.copy(deltas, 0, body, INT, layout.eventsOffset(), at);
  }

  /// Without the checksums.
  private static byte[] header(KeyLayout layout, Segment segment) {
    var header = new byte[KeyLayout.HEADER_BYTES];
    Slots.putLong(header, 0, KeyLayout.MAGIC);
    Slots.putUuid(header, KeyLayout.UUID_OFFSET, segment.uuid());
    Slots.putLong(header, KeyLayout.BASE_SEQ_OFFSET, segment.baseSeq());
    Slots.putLong(header, KeyLayout.LAST_SEQ_OFFSET, segment.lastSeq());
    Slots.putInt(header, KeyLayout.EVENTS_OFFSET, layout.events());
    Slots.putInt(header, KeyLayout.KEYS_OFFSET, layout.keys());
    Slots.putInt(header, KeyLayout.VERSION_OFFSET, KeyLayout.VERSION);
    Slots.putLong(header, KeyLayout.HASH_CHECK_OFFSET, hashCheck(segment.files().keyHash()));
    return header;
  }

  /// Tells one hash function from another.
  private static long hashCheck(KeyHash hash) { return hash.of(HASH_CHECK, 0, HASH_CHECK.length); }

  private static int pageCrc(MemorySegment file, KeyLayout layout, int page, byte[] buffer) {
    long from = layout.bodyOffset() + (long) page * KeyLayout.PAGE_BYTES;
    int bytes = (int) Math.min(KeyLayout.PAGE_BYTES, layout.fileBytes() - from);
    MemorySegment.copy(file, ValueLayout.JAVA_BYTE, from, buffer, 0, bytes);
    return crc(buffer, bytes);
  }

  /// Of all between header and body.
  private static int tableCrc(MemorySegment file, KeyLayout layout) {
    var table = new byte[(int) (layout.bodyOffset() - KeyLayout.HEADER_BYTES)];
    MemorySegment.copy(file, ValueLayout.JAVA_BYTE, KeyLayout.HEADER_BYTES, table, 0, table.length);
    return crc(table, table.length);
  }

  static int crc(byte[] bytes, int length) {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /// Replaces the file of a segment.
  public static void write(Segment segment, MemorySegment content) throws IOException {
    Disk disk = segment.files().disk();
    Path path = SegmentFiles.keys(segment.path());
    if (disk.exists(path)) disk.delete(path);
    try (DiskFile out = disk.open(path, Disk.Access.CREATE)) {
      out.growTo(content.byteSize());
      // The header last: before it the file is that of no segment.
      out.write(KeyLayout.HEADER_BYTES, content.asSlice(KeyLayout.HEADER_BYTES));
      out.write(0, content.asSlice(0, KeyLayout.HEADER_BYTES));
    }
  }

  public static Path of(Segment segment) { return SegmentFiles.keys(segment.path()); }

  /// Whether there is a file that is not exactly the key index of a sealed segment. Reads the segment.
  public static boolean differs(Segment segment) throws IOException {
    Disk disk = segment.files().disk();
    if (!disk.exists(of(segment))) return false;
    try (Arena passing = Arena.ofShared(); DiskFile in = disk.open(of(segment), Disk.Access.READ)) {
      MemorySegment expected = encode(SegmentKeys.scan(segment), segment, passing);
      return in.size() != expected.byteSize()
          || in.map(false, 0, expected.byteSize(), passing).mismatch(expected) >= 0;
    } catch (NoSuchFileException e) {
      return false; // removed with its segment meanwhile
    }
  }

  /// Makes the file of a sealed segment anew.
  public static void rewrite(Segment segment) throws IOException {
    try (Arena passing = Arena.ofShared()) {
      write(segment, encode(SegmentKeys.scan(segment), segment, passing));
    }
  }

  /// Maps the file of a closed segment, with a pin held; null when there is none that is exactly the segment's.
  static @Nullable StoredKeys open(Segment segment) throws IOException {
    Disk disk = segment.files().disk();
    Path path = SegmentFiles.keys(segment.path());
    if (!disk.exists(path)) return null;
    try (DiskFile in = disk.open(path, Disk.Access.READ)) {
      KeyLayout layout = matching(in, segment);
      if (layout == null) return null;
      return new StoredKeys(layout, segment.baseSeq(), in.map(false, 0, layout.fileBytes(), segment.arena()), path);
    } catch (NoSuchFileException e) {
      return null; // a writer in another process replaces it
    }
  }

  private static @Nullable KeyLayout matching(DiskFile in, Segment segment) throws IOException {
    if (in.size() < KeyLayout.HEADER_BYTES) return null;
    var header = new byte[KeyLayout.HEADER_BYTES];
    in.read(0, header, 0, header.length);
    if (!Slots.valid(header, 0, header.length) || Slots.longAt(header, 0) != KeyLayout.MAGIC
        || Slots.intAt(header, KeyLayout.VERSION_OFFSET) != KeyLayout.VERSION
        || !Slots.uuidAt(header, KeyLayout.UUID_OFFSET).equals(segment.uuid())
        || Slots.longAt(header, KeyLayout.BASE_SEQ_OFFSET) != segment.baseSeq()
        || Slots.longAt(header, KeyLayout.LAST_SEQ_OFFSET) != segment.lastSeq()
        || Slots.longAt(header, KeyLayout.HASH_CHECK_OFFSET) != hashCheck(segment.files().keyHash()))
      return null;
    var layout = new KeyLayout(Slots.intAt(header, KeyLayout.EVENTS_OFFSET),
        Slots.intAt(header, KeyLayout.KEYS_OFFSET));
    if (in.size() != layout.fileBytes()) return null;
    var table = new byte[(int) (layout.bodyOffset() - KeyLayout.HEADER_BYTES)];
    in.read(KeyLayout.HEADER_BYTES, table, 0, table.length);
    return crc(table, table.length) == Slots.intAt(header, KeyLayout.PAGES_CRC_OFFSET) ? layout : null;
  }
}
