// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.segment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;

/// The derived `.idx` file of one segment. Any mismatch means that it is ignored and rebuilt from the frames.
/// ```
///  0       8             24        32      40          48        52            56     60
///  | magic | segmentUuid | baseSeq | count | endOffset | version | entriesCrc | 0    | crc | u32 offset/8 per event …
/// ```
public final class IndexFile {
  static final long MAGIC = 0x3058444958445245L; // "ERDXIDX0" read as little-endian
  static final int HEADER_BYTES = 64;
  static final String SUFFIX = ".idx";
  private static final int VERSION = 0;
  private static final int COPY_BYTES = 1 << 16;

  private IndexFile() {}

  /// Path of the index of a segment file.
  public static Path of(Path segmentFile) {
    String name = String.valueOf(segmentFile.getFileName());
    return segmentFile.resolveSibling(name.substring(0, name.length() - 4) + SUFFIX);
  }

  /// Replaces the index file of a segment. Not forced: losing it costs one scan.
  public static void write(Disk disk, Path file, UUID segment, long baseSeq, long count, long endOffset,
      OffsetIndex index) throws IOException {
    if (disk.exists(file)) disk.delete(file);
    try (DiskFile out = disk.open(file, Disk.Access.CREATE)) {
      out.growTo(HEADER_BYTES + count * 4);
      var entries = new CRC32C();
      var page = new byte[OffsetIndex.PAGE_ENTRIES * 4];
      for (long done = 0; done < count; done += OffsetIndex.PAGE_ENTRIES) {
        int n = (int) Math.min(OffsetIndex.PAGE_ENTRIES, count - done);
        index.copyPage((int) (done / OffsetIndex.PAGE_ENTRIES), n, page);
        entries.update(page, 0, n * 4);
        out.write(HEADER_BYTES + done * 4, page, 0, n * 4);
      }
      var header = new byte[HEADER_BYTES];
      Slots.putLong(header, 0, MAGIC);
      Slots.putUuid(header, 8, segment);
      Slots.putLong(header, 24, baseSeq);
      Slots.putLong(header, 32, count);
      Slots.putLong(header, 40, endOffset);
      Slots.putInt(header, 48, VERSION);
      Slots.putInt(header, 52, (int) entries.getValue());
      Slots.close(header, 0, HEADER_BYTES);
      out.write(0, header, 0, HEADER_BYTES);
    }
  }

  /// Maps the index read-only when it is exactly that of the segment; null otherwise.
  static @Nullable OffsetIndex map(Disk disk, Path file, UUID segment, long baseSeq, long count, long endOffset,
      Arena arena) throws IOException {
    try (DiskFile in = openIfMatching(disk, file, segment, baseSeq, count, endOffset)) {
      if (in == null) return null;
      return count == 0
          ? OffsetIndex.growing(arena, 0, file)
          : OffsetIndex.mapped(arena, in.map(false, 0, HEADER_BYTES + count * 4, arena).asSlice(HEADER_BYTES), count,
              file);
    }
  }

  /// Copies the index into `target`.
  ///
  /// @return whether the file was exactly that of the segment
  static boolean load(Disk disk, Path file, UUID segment, long baseSeq, long count, long endOffset, OffsetIndex target)
      throws IOException {
    try (DiskFile in = openIfMatching(disk, file, segment, baseSeq, count, endOffset)) {
      if (in == null) return false;
      var page = new byte[OffsetIndex.PAGE_ENTRIES * 4];
      for (long done = 0; done < count; done += OffsetIndex.PAGE_ENTRIES) {
        int n = (int) Math.min(OffsetIndex.PAGE_ENTRIES, count - done);
        in.read(HEADER_BYTES + done * 4, page, 0, n * 4);
        target.putPage((int) (done / OffsetIndex.PAGE_ENTRIES), page, n);
      }
      return true;
    }
  }

  /// Whether there is a file that is not exactly the index of a segment. That of an active one may be of an earlier close.
  ///
  /// @param offsets as the frames say them
  public static boolean differs(Segment segment, IndexFill offsets) throws IOException {
    Disk disk = segment.files().disk();
    Path path = of(segment.path());
    if (!disk.exists(path)) return false;
    try (DiskFile in = openIfMatching(disk, path, segment.uuid(), segment.baseSeq(), offsets.count(),
        segment.flushed())) {
      if (in == null) return segment.isSealed() || !isWhole(disk, path);
      var chunk = new byte[COPY_BYTES];
      for (int done = 0; done < offsets.count();) {
        int n = Math.min(COPY_BYTES / 4, offsets.count() - done);
        in.read(HEADER_BYTES + done * 4L, chunk, 0, n * 4);
        for (int i = 0; i < n; i++)
          if ((Slots.intAt(chunk, i * 4) & 0xFFFFFFFFL) << 3 != offsets.offset(done + i)) return true;
        done += n;
      }
      return false;
    } catch (NoSuchFileException e) {
      return false; // removed with its segment meanwhile
    }
  }

  private static boolean isWhole(Disk disk, Path path) throws IOException {
    var header = new byte[HEADER_BYTES];
    try (DiskFile in = disk.open(path, Disk.Access.READ)) {
      if (in.size() < HEADER_BYTES) return false;
      in.read(0, header, 0, HEADER_BYTES);
      long count = Slots.longAt(header, 32);
      return Slots.valid(header, 0, HEADER_BYTES) && in.size() == HEADER_BYTES + count * 4
          && matches(in, Slots.uuidAt(header, 8), Slots.longAt(header, 24), count, Slots.longAt(header, 40));
    }
  }

  /// Replaces the file of a sealed segment by what its index in use says.
  public static void write(Segment segment, long count) throws IOException {
    write(segment.files().disk(), of(segment.path()), segment.uuid(), segment.baseSeq(), count, segment.flushed(),
        segment.index());
  }

  private static @Nullable DiskFile openIfMatching(Disk disk, Path file, UUID segment, long baseSeq, long count,
      long endOffset) throws IOException {
    if (!disk.exists(file)) return null;
    DiskFile in = disk.open(file, Disk.Access.READ);
    try {
      if (matches(in, segment, baseSeq, count, endOffset)) return in;
      in.close();
      return null;
    } catch (Throwable t) {
      in.close();
      throw t;
    }
  }

  private static boolean matches(DiskFile in, UUID segment, long baseSeq, long count, long endOffset)
      throws IOException {
    if (in.size() != HEADER_BYTES + count * 4) return false;
    var header = new byte[HEADER_BYTES];
    in.read(0, header, 0, HEADER_BYTES);
    if (!Slots.valid(header, 0, HEADER_BYTES) || Slots.longAt(header, 0) != MAGIC
        || Slots.intAt(header, 48) != VERSION || !Slots.uuidAt(header, 8).equals(segment)
        || Slots.longAt(header, 24) != baseSeq || Slots.longAt(header, 32) != count
        || Slots.longAt(header, 40) != endOffset)
      return false;
    var entries = new CRC32C();
    var chunk = new byte[(int) Math.min(COPY_BYTES, count * 4)];
    for (long at = 0; at < count * 4;) {
      int n = (int) Math.min(chunk.length, count * 4 - at);
      in.read(HEADER_BYTES + at, chunk, 0, n);
      entries.update(chunk, 0, n);
      at += n;
    }
    return (int) entries.getValue() == Slots.intAt(header, 52);
  }
}
