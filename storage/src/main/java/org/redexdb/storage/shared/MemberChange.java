// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What happens to members, as payload of an event of ordinal 0. Layout: docs/formats/shared.md
sealed interface MemberChange {
  /// Begins to be.
  ///
  /// @param note of the layer above, see [org.redexdb.storage.api.LogOptions#note]
  record Created(int ordinal, String name, String note) implements MemberChange {}

  /// Its events before `floorSeq` are no more.
  record Trimmed(int ordinal, long floorSeq) implements MemberChange {}

  /// Is no more, and its ordinal is never used again.
  record Retired(int ordinal) implements MemberChange {}

  /// All members as of an event of the carrier at or before this one.
  ///
  /// @param upTo next seq of the carrier then
  /// @param nextOrdinal smallest that was never used
  record Snapshot(long upTo, int nextOrdinal, List<Entry> members) implements MemberChange {
    public Snapshot {
      members = List.copyOf(members);
    }
  }

  /// @param epoch of its last event, 0 for none
  record Entry(int ordinal, int epoch, long nextSeq, long floorSeq, String name, String note) {}

  int CREATED = 1;
  int TRIMMED = 2;
  int RETIRED = 3;
  int SNAPSHOT = 4;

  /// Kind and ordinal, which is 0 in a snapshot.
  int HEAD_BYTES = 8;
  int ENTRY_BYTES = 32;

  static byte[] encode(MemberChange change) {
    return switch (change) {
      case Created(int ordinal, String name, String note) -> {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] noteBytes = note.getBytes(StandardCharsets.UTF_8);
        var bytes = new byte[HEAD_BYTES + 8 + nameBytes.length + noteBytes.length];
        put(put(head(bytes, CREATED, ordinal), nameBytes), noteBytes);
        yield bytes;
      }
      case Trimmed(int ordinal, long floorSeq) -> {
        var bytes = new byte[HEAD_BYTES + 8];
        head(bytes, TRIMMED, ordinal).putLong(floorSeq);
        yield bytes;
      }
      case Retired(int ordinal) -> {
        var bytes = new byte[HEAD_BYTES];
        head(bytes, RETIRED, ordinal);
        yield bytes;
      }
      case Snapshot snapshot -> encode(snapshot);
    };
  }

  private static ByteBuffer head(byte[] bytes, int kind, int ordinal) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(kind).putInt(ordinal);
  }

  private static byte[] encode(Snapshot snapshot) {
    int count = snapshot.members.size();
    var names = new byte[count][];
    var notes = new byte[count][];
    int size = HEAD_BYTES + 16;
    for (int i = 0; i < count; i++) {
      Entry member = snapshot.members.get(i);
      names[i] = member.name.getBytes(StandardCharsets.UTF_8);
      notes[i] = member.note.getBytes(StandardCharsets.UTF_8);
      size += ENTRY_BYTES + names[i].length + notes[i].length;
    }
    var bytes = new byte[size];
    ByteBuffer out = head(bytes, SNAPSHOT, 0).putLong(snapshot.upTo).putInt(snapshot.nextOrdinal).putInt(count);
    for (int i = 0; i < count; i++) {
      Entry member = snapshot.members.get(i);
      out.putInt(member.ordinal).putInt(member.epoch).putLong(member.nextSeq).putLong(member.floorSeq);
      put(put(out, names[i]), notes[i]);
    }
    return bytes;
  }

  private static ByteBuffer put(ByteBuffer out, byte[] text) {
    return out.putInt(text.length).put(text);
  }

  /// @throws IllegalArgumentException it is none
  static MemberChange decode(byte[] bytes, int from, int length) {
    ByteBuffer in = ByteBuffer.wrap(bytes, from, length).order(ByteOrder.LITTLE_ENDIAN);
    try {
      int kind = in.getInt();
      int ordinal = in.getInt();
      return switch (kind) {
        case CREATED -> new Created(ordinal, text(in), text(in));
        case TRIMMED -> new Trimmed(ordinal, in.getLong());
        case RETIRED -> new Retired(ordinal);
        case SNAPSHOT -> snapshot(in);
        default -> throw new IllegalArgumentException("change of kind " + kind);
      };
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a change that ends early", e);
    }
  }

  private static Snapshot snapshot(ByteBuffer in) {
    long upTo = in.getLong();
    int nextOrdinal = in.getInt();
    int count = in.getInt();
    if (count < 0 || count > in.remaining() / ENTRY_BYTES)
      throw new IllegalArgumentException("a snapshot of " + count + " members");
    var members = new ArrayList<Entry>(count);
    for (int i = 0; i < count; i++)
      members.add(new Entry(in.getInt(), in.getInt(), in.getLong(), in.getLong(), text(in), text(in)));
    return new Snapshot(upTo, nextOrdinal, members);
  }

  private static String text(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) throw new IllegalArgumentException("a text of " + length + " bytes");
    var utf8 = new byte[length];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
