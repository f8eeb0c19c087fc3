// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Name of a log's folder: `<id>-<first 40 characters of its name>`, so that people find it; only the number counts.
///
/// @param id number of the log
/// @param label what follows the number
record LogFolder(long id, String label) {
  static final String PARENT = "logs";
  /// A folder under construction.
  static final String NEW_SUFFIX = ".new";
  /// A folder on its way out.
  static final String DELETED_SUFFIX = ".deleted";
  private static final int LABEL_CHARS = 40;
  /// Labels of the logs of the store's own, by number. Their names begin with a `$`, which no folder's does.
  private static final List<String> RESERVED = List.of("catalog", "local");

  static LogFolder of(long id, String logName) {
    var label = new StringBuilder();
    String shown = logName.startsWith("$") ? logName.substring(1) : logName;
    shown.chars().limit(LABEL_CHARS)
        .forEach(c -> label.append(c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_') ? (char) c : '_'));
    return new LogFolder(id, label.toString());
  }

  String fileName() { return id + "-" + label; }

  /// What the log is called as far as the folder tells, for where no segment does. Of the store's own logs it is exact:
  /// taken for a channel's they could be appended to, and dropped.
  String logName() { return id < RESERVED.size() && label.equals(RESERVED.get((int) id)) ? "$" + label : label; }

  /// Refuses a copy of a log beside it: nothing tells which of the two goes on, and what is appended to one is missing in the
  /// other.
  ///
  /// @param names of what lies in `parent`
  static void requireDistinct(Path parent, List<String> names) {
    var seen = new HashMap<Long, String>();
    for (String name : names) {
      LogFolder folder = parse(name);
      if (folder == null) continue;
      String other = seen.put(folder.id, name);
      if (other != null)
        throw new StorageException.Corrupt(Where.file(parent), "one folder of log " + folder.id,
            other + " and " + name + ": move the one away that is not the log");
    }
  }

  /// @return null when the name is not that of a log's folder
  static @Nullable LogFolder parse(String fileName) {
    int dash = fileName.indexOf('-');
    if (dash < 1 || dash > 18 || fileName.endsWith(NEW_SUFFIX) || fileName.endsWith(DELETED_SUFFIX)) return null;
    for (int i = 0; i < dash; i++) if (fileName.charAt(i) < '0' || fileName.charAt(i) > '9') return null;
    return new LogFolder(Long.parseLong(fileName.substring(0, dash)), fileName.substring(dash + 1));
  }
}
