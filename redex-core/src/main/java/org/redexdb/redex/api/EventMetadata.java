// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Reader of an event's encoded metadata, reusable from event to event without allocation.
///
/// Layout (docs/formats/metadata.md): fields `{u8 tag, varint length, bytes}` in ascending order of tag, each at most
/// once. A tag with bit 7 set is critical: one that is not known here makes the event unreadable rather than
/// misread. Other unknown tags are passed over.
///
/// Confined to one thread.
public final class EventMetadata {
  /// Identity of the event: 16 bytes, most significant first.
  public static final int ID = 1;
  /// UTF-8.
  public static final int TYPE = 2;
  /// UTF-8, at most 1 KiB.
  public static final int KEY = 3;
  /// i64 little-endian, nanoseconds since the epoch, UTC.
  public static final int EVENT_TIME = 4;
  /// Who the event comes from: 16 bytes, most significant first, and its number there, i64 little-endian, at least 0.
  public static final int PRODUCER = 5;
  /// Pairs `{varint length, UTF-8 name, varint length, UTF-8 value}`, names ascending.
  public static final int HEADERS = 7;
  /// No bytes: the event's id is to be looked for when it is appended.
  public static final int ONCE = 12;
  /// Bit of a tag that readers must know.
  public static final int CRITICAL = 0x80;

  private static final int KNOWN_TAGS = ONCE + 1;

  private byte[] bytes = new byte[0];
  private final int[] offset = new int[KNOWN_TAGS];
  private final int[] length = new int[KNOWN_TAGS];
  private int at;

  /// Reads nothing yet.
  public EventMetadata() {}

  /// Points this reader at the metadata of one event.
  ///
  /// @throws StorageException.Unsupported an unknown critical field
  /// @throws StorageException.Corrupt     the bytes are no metadata
  public EventMetadata reset(byte[] source, int from, int size) {
    bytes = source;
    Arrays.fill(length, -1);
    at = from;
    int end = from + size;
    int last = 0;
    while (at < end) {
      int tag = bytes[at++] & 0xFF;
      int fieldLength = varint(end);
      if (tag <= last || fieldLength < 0 || fieldLength > end - at)
        throw damaged("fields ascending within " + size + " bytes", "tag " + tag);
      if (tag < KNOWN_TAGS) {
        offset[tag] = at;
        length[tag] = fieldLength;
      } else if ((tag & CRITICAL) != 0)
        throw new StorageException.Unsupported(Where.NOWHERE, "event has the critical metadata field " + tag
            + ", which this version does not know; read it with a newer RedexDB");
      last = tag;
      at += fieldLength;
    }
    return this;
  }

  public boolean has(int tag) { return length[tag] >= 0; }

  /// Where the bytes of a field that is there begin, in the array given to [#reset].
  public int offset(int tag) { return offset[tag]; }

  /// Bytes of a field, -1 when it is not there.
  public int length(int tag) { return length[tag]; }

  public @Nullable UUID id() {
    if (!has(ID)) return null;
    if (length[ID] != 16) throw damaged("an event id of 16 bytes", length[ID] + " bytes");
    return new UUID(bigEndian(offset[ID]), bigEndian(offset[ID] + 8));
  }

  public @Nullable Producer producer() {
    if (!has(PRODUCER)) return null;
    if (length[PRODUCER] != 24) throw damaged("a producer of 24 bytes", length[PRODUCER] + " bytes");
    int from = offset[PRODUCER];
    long number = Long.reverseBytes(bigEndian(from + 16));
    if (number < 0) throw damaged("a producer's number of at least 0", String.valueOf(number));
    return new Producer(new UUID(bigEndian(from), bigEndian(from + 8)), number);
  }

  /// Whether the event is stored once by its id.
  public boolean once() {
    if (has(ONCE) && (!has(ID) || has(PRODUCER))) throw damaged("an id to be stored once by", "none, or a producer");
    return has(ONCE);
  }

  public @Nullable String type() { return text(TYPE); }

  public @Nullable String key() { return text(KEY); }

  public OptionalLong eventTimeNanos() { return has(EVENT_TIME) ? OptionalLong.of(eventTime()) : OptionalLong.empty(); }

  /// The event time; only when [#has] says that there is one.
  public long eventTime() {
    if (length[EVENT_TIME] != 8) throw damaged("an event time of 8 bytes", length[EVENT_TIME] + " bytes");
    return Long.reverseBytes(bigEndian(offset[EVENT_TIME]));
  }

  /// In the order stored; empty when there are none.
  public Map<String, String> headers() {
    if (!has(HEADERS)) return Map.of();
    var headers = new LinkedHashMap<String, String>();
    int end = offset[HEADERS] + length[HEADERS];
    at = offset[HEADERS];
    while (at < end) {
      String name = pairText(end);
      headers.put(name, pairText(end));
    }
    return headers;
  }

  private @Nullable String text(int tag) {
    return has(tag) ? new String(bytes, offset[tag], length[tag], StandardCharsets.UTF_8) : null;
  }

  private String pairText(int end) {
    int size = varint(end);
    if (size < 0 || size > end - at) throw damaged("header text within its field", "length " + size);
    String text = new String(bytes, at, size, StandardCharsets.UTF_8);
    at += size;
    return text;
  }

  /// Unsigned LEB128 of at most three bytes: metadata is shorter than 64 KiB.
  private int varint(int end) {
    int value = 0;
    for (int shift = 0; shift < 21; shift += 7) {
      if (at >= end) throw damaged("a length", "the end of the metadata");
      byte b = bytes[at++];
      value |= (b & 0x7F) << shift;
      if (b >= 0) return value;
    }
    throw damaged("a length below 2^21", "a longer one");
  }

  private long bigEndian(int from) {
    long value = 0;
    for (int i = 0; i < 8; i++) value = value << 8 | bytes[from + i] & 0xFF;
    return value;
  }

  private static StorageException damaged(String expected, String found) {
    return new StorageException.Corrupt(Where.NOWHERE, expected, found);
  }
}
