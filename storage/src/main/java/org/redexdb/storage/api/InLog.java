// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.api;

/// Whether the events of an append that failed are in the log: what a caller must know before it appends them again.
public enum InLog {
  /// They are, whatever the error says beside it: do not append them again.
  YES,
  /// None of them is: append them again when the cause is gone.
  NO,
  /// Read the log to find out.
  UNKNOWN
}
