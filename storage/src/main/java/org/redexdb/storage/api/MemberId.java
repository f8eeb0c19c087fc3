// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// Numbers of logs that are members of a shared log: the shared log's number in the lower half, the member's ordinal, at least
/// 1, in the upper one. A log with files of its own has ordinal 0.
public final class MemberId {
  private MemberId() {}

  public static long of(long logId, int ordinal) { return (long) ordinal << Integer.SIZE | logId; }

  /// Number of the log that has the files.
  public static long logId(long id) { return id & 0xFFFF_FFFFL; }

  /// 0 when the log has files of its own.
  public static int ordinal(long id) { return (int) (id >>> Integer.SIZE); }
}
