// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.key;

/// Layout of a `.key` file, version 0, little-endian. Spec and reasons: docs/formats/key.md
/// ```
///  0         128                       body, 64-aligned, in pages of 4096 bytes
///  | header  | u32 crc of each page  … | filter u64 | directory u32 | hashes u64 | firsts u32 | events u32 |
/// ```
/// Everything but the header's fields follows from two numbers.
///
/// @param events events that have a key
/// @param keys different hashes of keys
record KeyLayout(int events, int keys) {
  static final long MAGIC = 0x3059454B58444552L; // "REDXKEY0"
  static final int VERSION = 0;
  static final int HEADER_BYTES = 128;
  static final int UUID_OFFSET = 8;
  static final int BASE_SEQ_OFFSET = 24;
  static final int LAST_SEQ_OFFSET = 32;
  static final int EVENTS_OFFSET = 40;
  static final int KEYS_OFFSET = 44;
  static final int VERSION_OFFSET = 48;
  static final int PAGES_CRC_OFFSET = 52;
  static final int HASH_CHECK_OFFSET = 56;
  static final int PAGE_BYTES = 4096;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int BODY_ALIGN = 64;
  private static final int KEYS_PER_WORD = 6;
  private static final int KEYS_PER_BUCKET = 8;

  /// Spreads a hash that may be a poor one.
  static long mix(long hash) {
    long mixed = (hash ^ hash >>> 32) * GOLDEN;
    return mixed ^ mixed >>> 29;
  }

  private static int log2(int atLeast) { return 32 - Integer.numberOfLeadingZeros(Math.max(1, atLeast) - 1); }

  // ---- filter: one word for each hash, four bits in it

  int filterBits() { return log2(keys / KEYS_PER_WORD); }

  int filterWord(long hash) { return filterBits() == 0 ? 0 : (int) (mix(hash) >>> 64 - filterBits()); }

  static long filterMask(long hash) {
    long mixed = mix(hash);
    return 1L << mixed | 1L << (mixed >>> 6) | 1L << (mixed >>> 12) | 1L << (mixed >>> 18);
  }

  // ---- directory: first hash of each range of hashes

  int directoryBits() { return log2(keys / KEYS_PER_BUCKET); }

  int bucket(long hash) { return directoryBits() == 0 ? 0 : (int) (hash >>> 64 - directoryBits()); }

  // ---- offsets in the body

  long directoryOffset() { return 8L << filterBits(); }

  long hashesOffset() { return directoryOffset() + (4L * ((1 << directoryBits()) + 1) + 7 & ~7); }

  long firstsOffset() { return hashesOffset() + 8L * keys; }

  long eventsOffset() { return firstsOffset() + 4L * (keys + 1); }

  long bodyBytes() { return eventsOffset() + 4L * events; }

  int pages() { return (int) ((bodyBytes() + PAGE_BYTES - 1) / PAGE_BYTES); }

  long bodyOffset() { return HEADER_BYTES + 4L * pages() + BODY_ALIGN - 1 & -BODY_ALIGN; }

  long fileBytes() { return bodyOffset() + bodyBytes(); }
}
