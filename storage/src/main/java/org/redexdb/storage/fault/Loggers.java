// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.fault;

/// Loggers, looked up when there is something to say: a program's first lookup takes 20 ms, which would be a part of its
/// first open.
public final class Loggers {
  private Loggers() {}

  public static System.Logger of(Class<?> teller) { return System.getLogger(teller.getName()); }
}
