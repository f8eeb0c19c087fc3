// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.redexdb.testkit.DiskImage;

/// What the frames of a shared log say, read as docs/formats say and with none of the store's code.
final class SharedFrames {
  static final int HEADER = SmallStore.SEGMENT_HEADER_BYTES;
  private static final int KIND_DATA = 0;
  private static final int KIND_LOST = 0x80;
  private static final int CREATED = 1;
  private static final int SNAPSHOT = 4;

  /// Where the frame of each event of the carrier is.
  record Place(Path file, int offset, int length) {}

  final Map<Long, Place> places = new TreeMap<>();
  final TreeSet<Long> lost = new TreeSet<>();
  /// Members' seqs, by ordinal; those of ordinal 0 too.
  final Map<Integer, TreeMap<Long, Long>> events = new TreeMap<>();
  /// Ordinals that an event or a snapshot speaks of.
  final Set<Integer> told = new HashSet<>();
  /// Seqs in the carrier of the snapshots.
  final TreeSet<Long> snapshots = new TreeSet<>();

  /// By number of the log.
  static Map<Long, SharedFrames> of(DiskImage image) {
    var found = new TreeMap<Long, SharedFrames>();
    image.files().forEach((file, bytes) -> {
      String folder = file.toString().replaceAll(".*logs/", "").replaceAll("/.*", "");
      if (folder.endsWith("-shared") && file.toString().endsWith(".seg"))
        found.computeIfAbsent(Long.parseLong(folder.substring(0, folder.indexOf('-'))), _ -> new SharedFrames())
            .read(file, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    });
    return found;
  }

  TreeMap<Long, Long> events(int ordinal) { return events.getOrDefault(ordinal, new TreeMap<>()); }

  private void read(Path file, ByteBuffer bytes) {
    int at = HEADER;
    while (at + 40 <= bytes.capacity()) {
      int length = bytes.getInt(at);
      if (length == 0) return;
      long seq = bytes.getLong(at + 8);
      int kind = bytes.get(at + 36) & 0xFF;
      if (kind == KIND_LOST) lost.add(seq);
      if (kind == KIND_DATA) event(file, bytes, at, length, seq);
      at += length + 7 & -8;
    }
  }

  private void event(Path file, ByteBuffer bytes, int at, int length, long seq) {
    places.put(seq, new Place(file, at, length));
    int ordinal = bytes.getInt(at + 40);
    events.computeIfAbsent(ordinal, _ -> new TreeMap<>()).put(bytes.getLong(at + 48), seq);
    if (ordinal == 0) change(bytes, at + 56, seq);
  }

  private void change(ByteBuffer bytes, int at, long seq) {
    int kind = bytes.getInt(at);
    if (kind == CREATED) told.add(bytes.getInt(at + 4));
    if (kind != SNAPSHOT) return;
    snapshots.add(seq);
    int count = bytes.getInt(at + 20);
    int entry = at + 24;
    for (int i = 0; i < count; i++) {
      told.add(bytes.getInt(entry));
      int note = entry + 28 + bytes.getInt(entry + 24);
      entry = note + 4 + bytes.getInt(note);
    }
  }
}
