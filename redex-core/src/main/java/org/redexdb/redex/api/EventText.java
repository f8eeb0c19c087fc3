// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/// An event as a log or a debugger shows it.
final class EventText {
  /// Characters of the payload; the rest is in the store.
  private static final int SHOWN_MAX = 200;

  private EventText() {}

  static String of(Event event) {
    var text = new StringBuilder("Event[");
    if (event.id() != null) text.append("id=").append(event.id()).append(", ");
    if (event.type() != null) text.append("type=").append(event.type()).append(", ");
    if (event.key() != null) text.append("key=").append(event.key()).append(", ");
    if (event.eventTimeNanos().isPresent())
      text.append("eventTimeNanos=").append(event.eventTimeNanos().getAsLong()).append(", ");
    if (!event.headers().isEmpty()) text.append("headers=").append(event.headers()).append(", ");
    if (event.producer() != null) text.append("producer=").append(event.producer()).append(", ");
    if (event.once()) text.append("once, ");
    return text.append(event.tombstone() ? "tombstone" : "payload=" + payload(event.payload())).append(']').toString();
  }

  private static String payload(byte[] bytes) {
    var shown = CharBuffer.allocate(SHOWN_MAX);
    var end = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), shown, true);
    String text = shown.flip().toString();
    boolean readable = !end.isError() && text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
    if (!readable) return bytes.length + " bytes";
    return end.isOverflow() ? text + "…" : text;
  }
}
