// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import org.redexdb.meshdb.api.Catalog;
import org.redexdb.meshdb.bind.FieldSource;
import org.redexdb.meshdb.exec.MemoryPool;
import org.redexdb.meshdb.rule.Optimizer;
import org.redexdb.storage.api.TimeSource;

/// What all statements of a store run on. Thread-safe, as its parts are.
///
/// @param catalog   channels
/// @param fields    what is known of their payloads
/// @param queries   runs plans
/// @param optimizer rules
/// @param ids       identities of inserted events
/// @param time      clocks
/// @param memory    that all statements share
public record Engine(Catalog catalog, FieldSource fields, QueryRunner queries, Optimizer optimizer, EventIds ids,
    TimeSource time, MemoryPool memory) {
  /// For one session, whose operations end when `check` throws.
  public Engine checking(Runnable check) {
    return new Engine(catalog, fields.checking(check), queries, optimizer, ids, time, memory);
  }

  /// @throws org.redexdb.storage.api.StorageException.ReadOnly the store cannot be written to
  void requireWritable() { catalog.requireWritable(); }
}
