// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.EventCursor;
import org.redexdb.redex.api.StoredEvent;
import org.redexdb.tests.history.HistoryEvent.Handed;
import org.redexdb.tests.history.HistoryEvent.Seen;

/// Events that say which they are, down to the last byte. A tombstone, which has no payload, says it by its type.
final class Payloads {
  private static final int NUMBER_BYTES = Long.BYTES;
  private long numbers;

  Handed any(RandomGenerator random) {
    boolean keyed = random.nextInt(3) == 0;
    return new Handed(numbers++, keyed ? key(random) : null, keyed && random.nextInt(5) == 0);
  }

  Handed withKey(String key, boolean tombstone) { return new Handed(numbers++, key, tombstone); }

  Handed withoutKey() { return new Handed(numbers++, null, false); }

  static String key(RandomGenerator random) { return "key" + random.nextInt(5); }

  static Event event(Handed handed, RandomGenerator random) {
    if (handed.tombstone())
      return Event.tombstone(String.valueOf(handed.key())).withType(Long.toString(handed.number()));
    Event event = Event.of(bytes(handed.number(), size(random)));
    return handed.key() == null ? event : event.withKey(handed.key());
  }

  /// Small ones mostly; some that do not fit into a block of the front, or a segment.
  static int size(RandomGenerator random) {
    return NUMBER_BYTES + switch (random.nextInt(60)) {
      case 0 -> random.nextInt(20_000);
      case 1 -> random.nextInt(6) == 0 ? 250_000 + random.nextInt(100_000) : 0;
      case 2, 3 -> random.nextInt(5_000);
      default -> random.nextInt(300);
    };
  }

  static byte[] bytes(long number, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, filler(number));
    ByteBuffer.wrap(bytes).putLong(number).put(length - 1, length == NUMBER_BYTES ? bytes[length - 1] : (byte) length);
    return bytes;
  }

  private static byte filler(long number) { return (byte) (number * 31 + 7); }

  /// All that a cursor gives.
  List<Seen> seen(EventCursor cursor) {
    var seen = new ArrayList<Seen>();
    try (cursor) {
      for (StoredEvent event = cursor.next(); event != null; event = cursor.next()) seen.add(seen(event));
    }
    return seen;
  }

  Seen seen(StoredEvent event) {
    return new Seen(event.seq(), event.position().epoch(), event.ts(), number(event), event.event().key(),
        event.isTombstone());
  }

  private static long number(StoredEvent event) {
    String type = event.event().type();
    byte[] payload = event.payload();
    if (event.isTombstone()) return type == null ? -1 : Long.parseLong(type);
    if (payload.length < NUMBER_BYTES) return -1;
    long number = ByteBuffer.wrap(payload).getLong();
    return Arrays.equals(payload, bytes(number, payload.length)) ? number : -1;
  }

  @Nullable
  Seen seenOrNull(@Nullable StoredEvent event) { return event == null ? null : seen(event); }
}
