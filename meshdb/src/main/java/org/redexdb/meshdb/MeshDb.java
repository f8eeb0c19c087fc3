// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.redexdb.meshdb.api.Catalog;
import org.redexdb.meshdb.api.SqlSession;
import org.redexdb.meshdb.exec.MemoryPool;
import org.redexdb.meshdb.field.FieldCatalog;
import org.redexdb.meshdb.rule.Optimizer;
import org.redexdb.meshdb.schema.SchemaChecks;
import org.redexdb.meshdb.session.Session;
import org.redexdb.meshdb.statement.Engine;
import org.redexdb.meshdb.statement.EventIds;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Where;

/// SQL over channels: the entry point of this module. Thread-safe.
public final class MeshDb implements AutoCloseable {
  private final FieldCatalog fields;
  private final Engine engine;
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private MeshDb(Catalog catalog, MeshDbOptions options) {
    fields = new FieldCatalog(catalog.readOnly());
    var memory = new MemoryPool(options.memoryBytes());
    engine = new Engine(catalog, new KnownFieldSource(fields, KnownFieldSource.UNCHECKED),
        new PlanRunner(catalog, memory),
        new Optimizer(new ConstantEvaluator()), new EventIds(options.time(), options.random()), options.time(), memory);
  }

  /// Over the channels of a store, with the clocks of the machine.
  public static MeshDb over(Catalog catalog) { return over(catalog, MeshDbOptions.system()); }

  /// Over the channels of a store; closing this does not close them.
  public static MeshDb over(Catalog catalog, MeshDbOptions options) { return new MeshDb(catalog, options); }

  /// Checks payloads against declared schemas; given to whoever opens the channels, so that every append is held to them.
  public static PayloadChecks payloadChecks() { return new SchemaChecks(); }

  /// Heap that all statements together may hold.
  public long memoryLimitBytes() { return engine.memory().usage().capacityBytes(); }

  /// Heap that statements hold now.
  public long memoryUsedBytes() { return engine.memory().usage().grantedBytes(); }

  /// A new conversation; close it.
  ///
  /// @throws StorageException.Closed after [#close]
  public SqlSession session() {
    if (closed) throw new StorageException.Closed(Where.NOWHERE, "the store");
    var session = new Session(engine, sessions::remove);
    sessions.add(session);
    return session;
  }

  /// Ends all sessions and what they run, and keeps what was found out about payloads. Idempotent.
  @Override
  public void close() {
    if (closed) return;
    closed = true;
    sessions.forEach(Session::close);
    fields.store();
  }
}
