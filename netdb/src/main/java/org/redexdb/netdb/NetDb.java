// SPDX-License-Identifier: Apache-2.0
package org.redexdb.netdb;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlSession;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Transaction;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.VerifyReport;

/// An open event store: channels to append to and read, SQL over them.
///
/// Thread-safe. Within one process a folder is opened once: opening it again gives a further handle on the same store,
/// which closes when the last handle does.
public interface NetDb extends AutoCloseable {
  /// Opens the store in a folder for writing, or for reading where another process writes it or this one may not; a missing
  /// folder is created.
  ///
  /// @throws org.redexdb.storage.api.StorageException of the kind that fits
  static NetDb open(Path directory) { return open(directory, OpenOptions.DEFAULTS); }

  /// Opens the store in a folder.
  static NetDb open(Path directory, OpenOptions options) { return Databases.open(directory, options); }

  /// A new store in memory that nobody else sees.
  static NetDb memory() { return Databases.memory(null); }

  /// The store in memory of that name, shared by this process; it lives until its last handle closes.
  static NetDb memory(String name) { return Databases.memory(name); }

  /// Folder of the store; null for one in memory.
  @Nullable
  Path directory();

  /// True when another process holds the writer, when this one has not the right to write, or when asked for; writes then
  /// fail with [org.redexdb.storage.api.StorageException.ReadOnly].
  boolean readOnly();

  /// The channel of that name, created with default options when missing.
  ///
  /// @throws org.redexdb.redex.api.ChannelException.BadName the name breaks the rules
  Channel channel(String name);

  Optional<Channel> findChannel(String name);

  /// @throws org.redexdb.redex.api.ChannelException.Exists there is one
  Channel createChannel(String name, ChannelOptions options);

  /// Removes a channel with all its events; durable when this returns.
  ///
  /// @throws org.redexdb.redex.api.ChannelException.Unknown there is none
  void dropChannel(String name);

  /// Users' channels by name.
  List<Channel> channels();

  /// Appends to several channels, all or nothing, when `body` returns; waits for the strongest acknowledgement level that
  /// one of the channels has. `body` runs in the calling thread, once; what it throws is thrown here, and nothing is appended.
  /// ```java
  /// db.transaction(tx -> tx.expect(stock, 17).append(stock, "{\"sku\":7,\"change\":-1}").append(orders, order));
  /// ```
  ///
  /// @return receipts of the channels that got events, by name
  /// @throws org.redexdb.storage.api.StorageException.Conflict a channel's next seq is not the expected one; nothing was
  ///           appended
  /// @throws org.redexdb.storage.api.StorageException.TooLarge more than
  ///           [org.redexdb.storage.api.Limits#TRANSACTION_BYTES_MAX] bytes; nothing was appended
  /// @throws org.redexdb.storage.api.StorageException.ReadOnly the store is open read-only
  /// @throws org.redexdb.storage.api.StorageException.NotDurable appended, whether it is on disk is unknown
  Map<String, Receipt> transaction(Consumer<Transaction> body);

  /// As above, waiting for `ack`.
  Map<String, Receipt> transaction(Consumer<Transaction> body, Ack ack);

  /// A conversation in SQL; close it.
  SqlSession session();

  /// Runs one statement in a session of its own and gives its rows; close them.
  ///
  /// @throws org.redexdb.meshdb.api.SqlException.Invalid also when the statement returns no rows: it was not run
  RowCursor query(String sql, @Nullable Object... parameters);

  /// Runs one statement in a session of its own.
  SqlResult execute(String sql, @Nullable Object... parameters);

  /// Reads everything and checks all there is to check.
  VerifyReport verify(Progress progress);

  /// What there is and how it stands. Reads figures that are kept anyway: no append is slower for it.
  NetDbStatus status();

  /// What opening found and did; empty after a clean close.
  List<String> recoveryNotes();

  @Override
  void close();
}
