// SPDX-License-Identifier: Apache-2.0
package org.redexdb.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import org.redexdb.netdb.NetDb;

/// Meters of one store. Bind it once to each registry, and close it before the store; where that is forgotten, the meters go
/// with the first look at the closed store.
///
/// A look is taken when a meter of the store is read and the last look is too old ([MetricsOptions#lookAgeMax]). Channels that
/// it finds for the first time get their meters, those that are gone lose them: a new channel is in the next scrape after
/// the one that has found it at the latest, or at once after [#refresh].
///
/// Thread-safe.
public final class RedexMetrics implements MeterBinder, AutoCloseable {
  private final NetDb db;
  private final MetricsOptions options;
  private final List<Binding> bindings = new ArrayList<>();
  private boolean closed;

  public RedexMetrics(NetDb db) { this(db, MetricsOptions.DEFAULTS); }

  public RedexMetrics(NetDb db, MetricsOptions options) {
    this.db = db;
    this.options = options;
  }

  /// Nothing happens when this is closed already.
  ///
  /// @throws org.redexdb.storage.api.StorageException the store cannot be looked at; no meter was registered
  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    if (!closed) bindings.add(Binding.of(db, options, registry));
  }

  /// Looks at the store now.
  public void refresh() { bindings().forEach(Binding::refresh); }

  private synchronized List<Binding> bindings() { return List.copyOf(bindings); }

  /// Takes the meters out of the registries.
  @Override
  public void close() {
    List<Binding> ended;
    synchronized (this) {
      closed = true;
      ended = List.copyOf(bindings);
      bindings.clear();
    }
    ended.forEach(Binding::end);
  }
}
