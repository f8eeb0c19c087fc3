// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.shared;

import org.redexdb.storage.api.InLog;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// Errors of the carrier, told of the member: its name, no seqs of the carrier; file and offset stay.
final class MemberErrors {
  private MemberErrors() {}

  static StorageException of(StorageException error, String member) { return of(error, member, -1); }

  /// @param seq of the member, -1 for none
  static StorageException of(StorageException error, String member, long seq) {
    Where place = error.where();
    if (member.equals(place.channel())) return error;
    var where = new Where(member, place.file(), place.offset(), seq);
    StorageException told = switch (error) {
      case StorageException.Corrupt damage ->
        new StorageException.Corrupt(where, damage.expected(), damage.found());
      case StorageException.ReadOnly refused -> refused.pid() > 0
          ? new StorageException.ReadOnly(where, refused.pid())
          : new StorageException.ReadOnly(where, "the log that the channel shares takes no appends: " + refused.text());
      case StorageException.DiskFull full -> full.inLog() == InLog.YES
          ? StorageException.DiskFull.whileForcing(where, full)
          : new StorageException.DiskFull(where, full);
      case StorageException.NotDurable failed -> new StorageException.NotDurable(where, failed);
      case StorageException.DeviceFault fault -> new StorageException.DeviceFault(where, fault.text(), fault);
      case StorageException.Unsupported unknown -> new StorageException.Unsupported(where, unknown.text());
      case StorageException.Closed _ -> closed(member);
      case StorageException.Interrupted interrupted ->
        new StorageException.Interrupted(where, "waiting for the shared log", interrupted.inLog());
      default -> error;
    };
    if (told != error && told.getCause() == null) told.addSuppressed(error);
    return told;
  }

  static StorageException.Closed closed(String member) {
    return new StorageException.Closed(Where.channel(member), "log " + member);
  }
}
