// SPDX-License-Identifier: Apache-2.0
package org.redexdb.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.redexdb.netdb.NetDb;
import org.redexdb.netdb.NetDbStatus;
import org.redexdb.redex.api.ChannelStatus;
import org.redexdb.storage.api.LogActivity;
import org.redexdb.storage.api.RedexException;
import org.redexdb.storage.api.StorageException;

/// One store in one registry: looks at it when a meter is read, and has the meters follow its channels.
///
/// Who reads a meter never waits for a look of another: it is told of the last one. Registries call meters with locks of their
/// own held, and a look registers meters.
final class Binding {
  private static final System.Logger LOGGER = System.getLogger(Binding.class.getName());

  private final NetDb db;
  private final MetricsOptions options;
  private final MeterRegistry registry;
  private final Tags tags;
  private final ReentrantLock looking = new ReentrantLock();
  // Under the lock.
  private final Map<String, Account> accounts = new HashMap<>();
  private final Map<String, ChannelMeters> metered = new HashMap<>();
  private @Nullable StoreMeters storeMeters;
  private LogActivity ended = LogActivity.NONE;

  private volatile Look last;
  private volatile boolean isEnded;

  private Binding(NetDb db, MetricsOptions options, MeterRegistry registry) {
    this.db = db;
    this.options = options;
    this.registry = registry;
    this.tags = tags(db, options);
    this.last = new Look(0, null, Map.of(), LogActivity.NONE, LogActivity.NONE, 0);
  }

  /// @throws StorageException the store cannot be looked at
  static Binding of(NetDb db, MetricsOptions options, MeterRegistry registry) {
    NetDbStatus first = db.status();
    var binding = new Binding(db, options, registry);
    binding.looking.lock();
    try {
      binding.see(first);
      binding.storeMeters = new StoreMeters(registry, binding.tags, binding::look);
    } finally {
      binding.looking.unlock();
    }
    return binding;
  }

  private static Tags tags(NetDb db, MetricsOptions options) {
    if (options.tags().stream().anyMatch(tag -> tag.getKey().equals("store"))) return options.tags();
    Path folder = db.directory();
    Path name = folder == null ? null : folder.toAbsolutePath().normalize().getFileName();
    return options.tags().and("store", folder == null ? "memory" : String.valueOf(name == null ? folder : name));
  }

  private long now() { return registry.config().clock().monotonicTime(); }

  /// The last look, or a new one when that is too old and nobody else takes it.
  Look look() {
    if (isEnded || now() - last.atNanos() <= options.lookAgeMax().toNanos() || looking.isHeldByCurrentThread()
        || !looking.tryLock())
      return last;
    try {
      lookNow();
      return last;
    } finally {
      looking.unlock();
    }
  }

  void refresh() {
    looking.lock();
    try {
      lookNow();
    } finally {
      looking.unlock();
    }
  }

  private void lookNow() {
    if (isEnded) return;
    try {
      see(db.status());
    } catch (StorageException.Closed _) {
      end(); // the store, or this handle on it: there is nothing to measure any more
    } catch (RedexException e) {
      if (last.status() != null) LOGGER.log(System.Logger.Level.WARNING, "meters: the store cannot be looked at", e);
      last = new Look(now(), null, Map.of(), last.total(), last.journal(), last.unmetered());
    }
  }

  private void see(NetDbStatus status) {
    var channels = new LinkedHashMap<String, ChannelStatus>();
    for (ChannelStatus channel : status.store().channels()) channels.put(channel.name(), channel);
    account(channels);
    LogActivity total = ended;
    for (Account account : accounts.values()) total = total.plus(account.total());
    // Before the meters: registering one may read it.
    last = new Look(now(), status, channels, total, status.store().journal(), last.unmetered());
    int unmetered = follow(channels);
    last = new Look(last.atNanos(), status, channels, total, last.journal(), unmetered);
  }

  private void account(Map<String, ChannelStatus> channels) {
    accounts.entrySet().removeIf(known -> {
      if (channels.containsKey(known.getKey())) return false;
      ended = ended.plus(known.getValue().total());
      return true;
    });
    channels
        .forEach((name, channel) -> accounts.computeIfAbsent(name, _ -> new Account()).see(channel.log().activity()));
  }

  /// Takes meters of channels that are gone away, and gives new ones theirs as long as the limit allows. Those that have them
  /// keep them.
  ///
  /// @return how many the limit leaves without
  private int follow(Map<String, ChannelStatus> channels) {
    metered.entrySet().removeIf(known -> {
      if (channels.containsKey(known.getKey())) return false;
      known.getValue().remove();
      return true;
    });
    int unmetered = 0;
    for (String name : channels.keySet()) {
      if (metered.containsKey(name) || !options.channels().test(name)) continue;
      if (metered.size() >= options.channelsMax()) unmetered++;
      else
        metered.put(name, meters(name));
    }
    return unmetered;
  }

  private ChannelMeters meters(String name) {
    Account account = Objects.requireNonNull(accounts.get(name));
    return new ChannelMeters(registry, tags.and("channel", name), () -> look().channels().get(name), () -> {
      look();
      return account.total();
    });
  }

  /// Takes all meters out of the registry.
  void end() {
    looking.lock();
    try {
      isEnded = true;
      last = new Look(last.atNanos(), null, Map.of(), last.total(), last.journal(), 0);
      metered.values().forEach(ChannelMeters::remove);
      metered.clear();
      if (storeMeters != null) storeMeters.remove();
      storeMeters = null;
    } finally {
      looking.unlock();
    }
  }
}
