// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

/// Whose files a channel's events are in.
public enum LogUse {
  /// Its own: nothing is paid for others.
  OWN,
  /// Those of a log that many small channels share. A channel that has few events takes no file and no descriptor.
  SHARED
}
