// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.nio.charset.StandardCharsets;
import org.redexdb.storage.api.Limits;

/// Rules of channel names: 1 to 255 bytes of `a-z 0-9 - _ . /`, no upper case, no `/` at either end, no `//`, no segment
/// `.` or `..`. A leading `$` marks the store's own channels, which users cannot create.
public final class ChannelName {
  private static final String OF_STORE = "$";

  private ChannelName() {}

  /// Whether only the store itself gives such a name.
  public static boolean isOfStore(String name) { return name.startsWith(OF_STORE); }

  /// @return the name
  /// @throws ChannelException.BadName saying which rule it breaks
  public static String check(String name) {
    if (name.isEmpty()) throw new ChannelException.BadName(name, "it is empty");
    if (name.getBytes(StandardCharsets.UTF_8).length > Limits.NAME_BYTES_MAX)
      throw new ChannelException.BadName(name, "it is longer than " + Limits.NAME_BYTES_MAX + " bytes");
    if (isOfStore(name))
      throw new ChannelException.BadName(name, "names starting with $ belong to the store");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z')
        throw new ChannelException.BadName(name, "upper case at character " + (i + 1) + "; use lower case");
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == '/'))
        throw new ChannelException.BadName(name, "character " + (i + 1) + " is not one of a-z 0-9 - _ . /");
    }
    for (String segment : name.split("/", -1)) {
      if (segment.isEmpty()) throw new ChannelException.BadName(name, "an empty part between slashes");
      if (segment.equals(".") || segment.equals(".."))
        throw new ChannelException.BadName(name, "a part \"" + segment + "\"");
    }
    return name;
  }
}
