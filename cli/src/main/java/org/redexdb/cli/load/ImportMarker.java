// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.load;

import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.SeqRange;
import org.redexdb.redex.api.StoredEvent;

/// How far an import has come, kept in the headers of the last event of every batch. A batch is atomic, so the marker is
/// there exactly when the events it speaks of are: no second file that could say something else after a crash.
///
/// @param source which import this belongs to
/// @param line last line (or first line of the last event) stored
/// @param events events of the source stored so far
/// @param digest of the payloads of these events, in order: tells a source that was continued from one that was changed
record ImportMarker(String source, long line, long events, String digest) {
  static final String SOURCE = "import_source";
  static final String LINE = "import_line";
  static final String EVENTS = "import_events";
  static final String DIGEST = "import_digest";

  private static final int DIGEST_BYTES = 16;
  private static final int WINDOW = 4096;

  static String digest(byte[] sha256) { return HexFormat.of().formatHex(sha256, 0, DIGEST_BYTES); }

  Map<String, String> headers() {
    return Map.of(SOURCE, source, LINE, Long.toString(line), EVENTS, Long.toString(events), DIGEST, digest);
  }

  /// The newest marker of this source in the channel, or null. Searched from the end, where it is unless others append
  /// too.
  static @Nullable ImportMarker find(Channel channel, String source) {
    long to = channel.nextSeq();
    long first = channel.firstSeq();
    while (to > first) {
      long from = Math.max(first, to - WINDOW);
      var found = findIn(channel, new SeqRange(from, to), source);
      if (found != null) return found;
      to = from;
    }
    return null;
  }

  private static @Nullable ImportMarker findIn(Channel channel, SeqRange range, String source) {
    ImportMarker found = null;
    try (var cursor = channel.scan(range)) {
      for (var event = cursor.next(); event != null; event = cursor.next()) {
        if (source.equals(event.event().headers().get(SOURCE))) found = of(event);
      }
    }
    return found;
  }

  private static @Nullable ImportMarker of(StoredEvent event) {
    var headers = event.event().headers();
    try {
      return new ImportMarker(Objects.requireNonNull(headers.get(SOURCE)),
          Long.parseLong(headers.getOrDefault(LINE, "")), Long.parseLong(headers.getOrDefault(EVENTS, "")),
          headers.getOrDefault(DIGEST, ""));
    } catch (NumberFormatException _) {
      // Somebody else's header of that name: not a marker.
      return null;
    }
  }
}
