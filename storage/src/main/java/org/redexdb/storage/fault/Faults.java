// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.fault;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Translates [IOException] of the disk port.
public final class Faults {
  private Faults() {}

  /// Whether the file system ran out of space or quota. There is no type for it: the text is the operating system's.
  public static boolean isDiskFull(IOException e) {
    String text = e.getMessage();
    if (text == null) return false;
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains("no space left") || lower.contains("disk full") || lower.contains("quota exceeded")
        || lower.contains("not enough space");
  }

  /// Whether this process may not do it: rights of the file, or a file system that is mounted to be read.
  public static boolean isForbidden(IOException e) {
    String text = e.getMessage();
    return e instanceof AccessDeniedException
        || text != null && text.toLowerCase(Locale.ROOT).contains("read-only file system");
  }

  /// The typed error for a failed call.
  ///
  /// @param what what was being done, for the message
  public static StorageException typed(IOException e, Where where, String what) {
    if (isDiskFull(e)) return new StorageException.DiskFull(where, e);
    return new StorageException.DeviceFault(where,
        what + " failed: " + e + "; check the device and the permissions of the folder", e);
  }
}
