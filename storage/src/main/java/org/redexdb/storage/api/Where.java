// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The place an error speaks of. Parts that do not apply are `null` or `-1`.
///
/// @param channel name of the channel or log, or null
/// @param file file the error was met in, or null
/// @param offset byte offset in `file`, or -1
/// @param seq sequence number, or -1
public record Where(@Nullable String channel, @Nullable Path file, long offset, long seq) {
  /// Nothing is known of the place.
  public static final Where NOWHERE = new Where(null, null, -1, -1);

  public static Where file(Path file) { return new Where(null, file, -1, -1); }

  public static Where file(Path file, long offset) { return new Where(null, file, offset, -1); }

  public static Where channel(String channel) { return new Where(channel, null, -1, -1); }

  public static Where seq(String channel, long seq) { return new Where(channel, null, -1, seq); }

  public boolean known() { return channel != null || file != null; }

  /// `orders#17 (00000000000000000000.seg+4096)`; only the parts that are known, a file alone without brackets.
  @Override
  public String toString() {
    var text = new StringBuilder();
    if (channel != null) text.append(channel);
    if (seq >= 0) text.append('#').append(seq);
    if (file != null) {
      boolean beside = !text.isEmpty();
      if (beside) text.append(" (");
      text.append(file);
      if (offset >= 0) text.append('+').append(offset);
      if (beside) text.append(')');
    }
    return text.toString();
  }
}
