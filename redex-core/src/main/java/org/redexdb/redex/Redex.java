// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.AccessGuard;
import org.redexdb.redex.api.AccessGuard.Right;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.ChannelName;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.LogUse;
import org.redexdb.redex.api.NearNames;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.redex.api.Principal;
import org.redexdb.redex.api.StoreStatus;
import org.redexdb.redex.api.Transaction;
import org.redexdb.redex.catalog.Catalog;
import org.redexdb.redex.catalog.ChannelRecord;
import org.redexdb.redex.channel.ChannelTransaction;
import org.redexdb.redex.channel.Grants;
import org.redexdb.redex.channel.LogChannel;
import org.redexdb.redex.channel.ReadOnlyChannel;
import org.redexdb.redex.channel.ReadableLog;
import org.redexdb.redex.channel.SystemChannel;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.VerifyReport;

/// Channels over a store: the entry point of the module.
///
/// Thread-safe. Creating and dropping take one lock; looking up a channel that was seen before takes none.
public final class Redex implements AutoCloseable {
  private final Store store;
  private final Catalog catalog;
  private final PayloadChecks checks;
  private final StoreEnvironment environment;
  private final Grants grants;
  private final List<String> notes = new ArrayList<>();
  private final Map<String, LogChannel> open = new ConcurrentHashMap<>();
  private final Map<String, SystemChannel> system = new ConcurrentHashMap<>();
  private final Object changes = new Object();
  private final CatalogedLogs logs;

  private Redex(Store store, Catalog catalog, PayloadChecks checks, StoreEnvironment environment, Grants grants) {
    this.grants = grants;
    this.store = store;
    this.catalog = catalog;
    this.checks = checks;
    this.environment = environment;
    this.logs = new CatalogedLogs(store, catalog, changes);
  }

  /// Opens the store in `directory`; what it may create is said by the options' mode.
  ///
  /// @throws StorageException of the kind that fits; nothing stays open
  public static Redex open(StoreEnvironment environment, Path directory, StoreOptions options, PayloadChecks checks) {
    return open(environment, directory, options, checks, AccessGuard.ALL, Principal.PROGRAM);
  }

  /// As above, with a guard that is asked whenever a channel is handed out, created or dropped.
  ///
  /// @param principal for whom it is asked
  public static Redex open(StoreEnvironment environment, Path directory, StoreOptions options, PayloadChecks checks,
      AccessGuard guard, Principal principal) {
    Store store = Storage.open(environment, directory, options);
    try {
      boolean hadCatalog = store.log(Catalog.LOG_ID) != null;
      Log log = CatalogLog.of(store);
      var redex = new Redex(store, Catalog.open(log), checks, environment, new Grants(guard, principal));
      if (!hadCatalog && store.epoch() > 1)
        redex.notes.add("the store was opened before and had no log at all; it starts empty");
      if (!store.readOnly()) redex.notes.addAll(redex.logs.settle());
      redex.notes.addAll(redex.logs.missing());
      if (!store.readOnly()) redex.applyLimits();
      return redex;
    } catch (Throwable t) {
      store.close();
      throw t;
    }
  }

  private static UUID uuid(StoreEnvironment environment) {
    return new UUID(environment.random().nextLong(), environment.random().nextLong());
  }

  public boolean readOnly() { return store.readOnly(); }

  /// @throws StorageException.ReadOnly writes are refused; names the process that writes, when there is one
  public void requireWritable() { store.requireWritable(); }

  public Path directory() { return store.directory(); }

  public UUID uuid() { return store.uuid(); }

  /// A channel of users, or one of the store's own (`$catalog`), which can be read only.
  ///
  /// @throws ChannelException.Denied whether or not there is one
  public Optional<Channel> findChannel(String name) {
    grants.require(Right.READ, name);
    return Optional.ofNullable(find(name)).map(this::granted);
  }

  /// The channel of that name, created with default options when missing.
  ///
  /// @throws ChannelException.Denied it may not be read, or not be created
  public Channel channel(String name) {
    grants.require(Right.READ, name);
    Channel found = find(name);
    if (found != null) return granted(found);
    synchronized (changes) {
      found = find(name);
      return found != null ? granted(found) : createChannel(name, ChannelOptions.DEFAULTS);
    }
  }

  /// Durable when this returns.
  ///
  /// @throws ChannelException.Exists there is one of that name
  /// @throws ChannelException.Denied the guard says no
  public Channel createChannel(String name, ChannelOptions options) {
    ChannelName.check(name);
    grants.require(Right.MANAGE, name);
    grants.require(Right.READ, name);
    store.requireWritable();
    requireNew(name);
    // Many may make members of a shared log at the same time, and wait for the device together.
    UUID uuid = uuid(environment);
    String note = ChannelRecord.note(uuid, options);
    Log shared = options.log() == LogUse.SHARED ? store.create(name, LogOptions.SHARED.withNote(note)) : null;
    ChannelRecord channel;
    Log log;
    synchronized (changes) {
      try {
        requireNew(name);
      } catch (ChannelException.Exists e) {
        if (shared != null) store.drop(shared.id());
        throw e;
      }
      // The log first: a catalog entry without a log would be damage, a log without an entry is swept at the next open.
      log = shared != null ? shared : store.create(name, new LogOptions(options.segmentBytes()).withNote(note));
      channel = new ChannelRecord(uuid, name, log.id(), options, Map.of());
      catalog.create(channel);
    }
    catalog.settle(channel);
    log.retain(options.retention());
    log.pace(options.fsync());
    synchronized (changes) {
      LogChannel raced = open.get(name);
      return granted(raced != null && raced.uuid().equals(channel.uuid()) ? raced : open(channel, log));
    }
  }

  private void requireNew(String name) {
    catalog.refresh();
    if (catalog.find(name) != null) throw new ChannelException.Exists(name);
  }

  /// The channel as it is handed out: whole, or to be read only.
  private Channel granted(Channel channel) {
    return channel instanceof LogChannel whole && !grants.allow(Right.APPEND, channel.name())
        ? new ReadOnlyChannel(whole, grants)
        : channel;
  }

  /// Removes a channel and its events; durable when this returns.
  ///
  /// @throws ChannelException.Unknown there is none of that name
  /// @throws ChannelException.Denied the guard says no
  public void dropChannel(String name) {
    grants.require(Right.MANAGE, name);
    store.requireWritable();
    if (ChannelName.isOfStore(name)) throw SystemChannel.refused(name);
    synchronized (changes) {
      catalog.refresh();
      ChannelRecord channel = catalog.find(name);
      if (channel == null) throw new ChannelException.Unknown(name, near(name));
      catalog.drop(channel);
      forget(name);
      store.drop(channel.logId());
      catalog.forgetDropped(channel.logId());
    }
  }

  /// Runs `body` and then appends what it has collected, to all channels or to none: for every crash, and for every
  /// statement of the query layer. When `body` throws nothing is appended.
  ///
  /// @param ack level to wait for; null for the strongest that a channel concerned has
  /// @return receipts of the channels that got events, by name
  /// @throws StorageException.Conflict a channel's next seq is not the expected one; nothing was appended
  public Map<String, Receipt> transaction(Consumer<Transaction> body, @Nullable Ack ack) {
    store.requireWritable();
    var transaction = new ChannelTransaction(store, grants);
    try {
      body.accept(transaction);
    } catch (Throwable t) {
      transaction.giveUp();
      throw t;
    }
    return transaction.commit(ack);
  }

  /// Seqs of the last events of channels of this store, -1 for none, at one moment: of a transaction over several of them
  /// all is seen, or nothing.
  public long[] tips(List<Channel> channels) {
    return store.tips(channels.stream().map(ReadableLog::of).toList());
  }

  /// Users' channels by name, as far as they may be read. One whose log is missing is not among them: [#recoveryNotes] and
  /// [#verify] tell of it.
  public List<Channel> channels() {
    catalog.refresh();
    var channels = new ArrayList<Channel>();
    for (ChannelRecord channel : catalog.channels()) {
      Channel found = grants.allow(Right.READ, channel.name()) ? findWhole(channel.name()) : null;
      if (found != null) channels.add(granted(found));
    }
    return channels;
  }

  /// @return null also for one whose making has failed at the device, or not found room on it, or whose log is missing: who
  ///         asks for it by name is told
  private @Nullable Channel findWhole(String name) {
    try {
      return find(name);
    } catch (StorageException.NotDurable | StorageException.DiskFull | StorageException.Corrupt e) {
      return null;
    }
  }

  /// What there is and how it stands.
  public StoreStatus status() {
    return new StoreStatus(store.epoch(), store.readOnly(), store.writerPid(), environment.disk().openDescriptors(),
        environment.disk().descriptorsMax(), recoveryNotes().size(), store.journal(),
        channels().stream().map(Channel::status).toList());
  }

  /// The existing names most like `name`, for messages.
  public List<String> near(String name) {
    catalog.refresh();
    return NearNames.of(name, catalog.channels().stream().map(ChannelRecord::name)
        .filter(known -> grants.allow(Right.READ, known)).toList());
  }

  /// Reads everything there is; a channel of the catalog that has no log is a problem as well.
  public VerifyReport verify(Progress progress) {
    VerifyReport report = store.verify(progress);
    var problems = new ArrayList<>(logs.missing());
    problems.addAll(logs.unknown());
    return report.withProblems(problems);
  }

  /// What opening found and did; empty after a clean close.
  public List<String> recoveryNotes() {
    var all = new ArrayList<>(store.recoveryNotes());
    all.addAll(notes);
    return all;
  }

  @Override
  public void close() {
    try {
      store.close();
    } finally {
      open.values().forEach(LogChannel::end);
      system.values().forEach(SystemChannel::end);
    }
  }

  private void forget(String name) {
    LogChannel gone = open.remove(name);
    if (gone != null) gone.end();
  }

  private @Nullable Channel find(String name) {
    if (ChannelName.isOfStore(name)) return findSystem(name);
    LogChannel known = open.get(name);
    // In a store that another process writes the name may have a new meaning by now.
    if (known != null && !store.readOnly()) return known;
    catalog.refresh();
    ChannelRecord channel = catalog.find(name);
    if (channel == null) {
      forget(name);
      return null;
    }
    if (known != null && known.uuid().equals(channel.uuid())) return known;
    // Who makes it may still be waiting for the device.
    if (!store.readOnly()) catalog.settle(channel);
    synchronized (changes) {
      LogChannel raced = open.get(name);
      if (raced != null && raced.uuid().equals(channel.uuid())) return raced;
      Log log = store.log(channel.logId());
      if (log == null) throw CatalogedLogs.missing(channel);
      return open(channel, log);
    }
  }

  private @Nullable Channel findSystem(String name) {
    SystemChannel known = system.get(name);
    if (known != null) return known;
    for (Log log : List.copyOf(store.logs()))
      if (log.name().equals(name)) return system.computeIfAbsent(name, _ -> new SystemChannel(log, store.uuid()));
    return null;
  }

  private LogChannel open(ChannelRecord channel, Log log) {
    var opened = new LogChannel(log, channel, catalog, checks);
    LogChannel before = open.put(channel.name(), opened);
    if (before != null) before.end(); // dropped and created anew by the process that writes
    return opened;
  }

  /// Retention and forces do not wait until somebody asks for the channel.
  private void applyLimits() {
    for (ChannelRecord channel : catalog.channels()) {
      Log log = store.log(channel.logId());
      if (log == null) continue;
      if (!channel.options().retention().keepsAll()) log.retain(channel.options().retention());
      if (!channel.options().fsync().isNever()) log.pace(channel.options().fsync());
    }
  }
}
