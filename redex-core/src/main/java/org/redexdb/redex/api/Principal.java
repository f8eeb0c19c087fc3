// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

/// On whose behalf a store is used. The kind is part of it: a subscriber's grant opens nothing for an origin of the same id.
///
/// @param kind what the id is an id of
/// @param id whatever the program tells principals apart by; compared exactly
public record Principal(Kind kind, String id) {
  /// The program itself.
  public static final Principal PROGRAM = new Principal(Kind.ORIGIN, "");

  /// What a principal may be.
  public enum Kind {
    /// Who appends and owns storage.
    ORIGIN,
    /// Who only receives events.
    SUBSCRIBER
  }
}
