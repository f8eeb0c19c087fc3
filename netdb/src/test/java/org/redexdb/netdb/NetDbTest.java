// SPDX-License-Identifier: Apache-2.0
package org.redexdb.netdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.Event;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.StorageException;

class NetDbTest {
  @TempDir
  Path folder;

  private static List<List<@Nullable Object>> rows(RowCursor cursor) {
    var rows = new ArrayList<List<@Nullable Object>>();
    try (cursor) {
      while (cursor.next()) {
        var row = new ArrayList<@Nullable Object>();
        for (int i = 0; i < cursor.columns().size(); i++) row.add(cursor.value(i));
        rows.add(row);
      }
    }
    return rows;
  }

  @Test
  void whatIsAppendedIsQueriedAtOnceAndAfterOpeningAgain() {
    Path data = folder.resolve("data");
    try (var db = NetDb.open(data)) {
      var receipt = db.channel("orders").append("{\"customer\":\"ada\",\"total\":12.5}");
      assertThat(receipt.level()).isEqualTo(Level.DISK);
      db.channel("orders").appendBatch(List.of(Event.json("{\"customer\":\"bob\",\"total\":3}"),
          Event.json("{\"customer\":\"ada\",\"total\":0.5}")));
      assertThat(rows(db.query("SELECT customer, sum(total) FROM orders GROUP BY customer")))
          .containsExactly(List.of("ada", 13.0), List.of("bob", 3.0));
    }
    try (var db = NetDb.open(data)) {
      assertThat(rows(db.query("SELECT count(*) FROM orders WHERE customer = ?", "ada"))).containsExactly(List.of(2L));
      assertThat(db.recoveryNotes()).isEmpty();
    }
  }

  @Test
  void aTransactionIsInAllItsChannelsOrInNone() {
    Path data = folder.resolve("data");
    try (var db = NetDb.open(data)) {
      Channel orders = db.channel("orders");
      Channel stock = db.channel("stock");
      var receipts = db.transaction(tx -> tx.expect(stock, 0).append(orders, "{\"sku\":7}")
          .append(stock, "{\"sku\":7,\"change\":-1}")
          .append(stock, Event.json("{\"sku\":8,\"change\":-2}").withKey("8")));
      assertThat(receipts).containsOnlyKeys("orders", "stock");
      assertThat(receipts.get("stock")).extracting(Receipt::count, Receipt::level).containsExactly(2, Level.DISK);
      assertThatThrownBy(() -> db.transaction(tx -> tx.append(orders, "{\"sku\":9}").expect(stock, 1)))
          .isInstanceOf(StorageException.Conflict.class);
      assertThatThrownBy(() -> db.transaction(tx -> {
        tx.append(orders, "{}");
        throw new IllegalStateException("changed my mind");
      })).hasMessage("changed my mind");
      assertThatThrownBy(() -> db.transaction(tx -> tx.append(orders, "{}").append(stock, "no JSON")))
          .isInstanceOf(ChannelException.InvalidPayload.class);
      assertThat(db.transaction(tx -> {})).isEmpty();
      assertThat(List.of(orders.nextSeq(), stock.nextSeq())).containsExactly(1L, 2L);
    }
    try (var db = NetDb.open(data)) {
      assertThat(rows(db.query("SELECT o.sku, s.change FROM orders AS o JOIN stock AS s ON o.sku = s.sku")))
          .containsExactly(List.of(7L, -1L));
      assertThat(db.recoveryNotes()).isEmpty();
    }
  }

  @Test
  void aTransactionTakesOnlyChannelsOfItsOwnStoreThatUsersMayWrite() {
    try (var db = NetDb.memory(); var other = NetDb.memory()) {
      Channel foreign = other.channel("orders");
      assertThatThrownBy(() -> db.transaction(tx -> tx.append(foreign, "{}")))
          .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("orders");
      Channel system = db.findChannel("$catalog").orElseThrow();
      assertThatThrownBy(() -> db.transaction(tx -> tx.append(system, "{}")))
          .isInstanceOf(StorageException.ReadOnly.class);
      Channel here = db.channel("orders");
      Channel there = db.channel("stock");
      assertThat(db.transaction(tx -> tx.append(here, "{}").append(there, "{}")).values())
          .extracting(Receipt::level).containsExactly(Level.MEMORY, Level.MEMORY);
    }
  }

  @Test
  void handlesOnOneFolderShareTheStoreWhateverTheSpelling() throws IOException {
    Path data = folder.resolve("data");
    Path link = folder.resolve("link");
    var first = NetDb.open(data);
    Files.createSymbolicLink(link, data);
    var second = NetDb.open(link.resolve("..").resolve("link"));
    first.channel("c").append("1");
    assertThat(second.channel("c").nextSeq()).isEqualTo(1);
    first.close();
    first.close();
    second.channel("c").append("2");
    assertThatThrownBy(() -> first.channel("c")).isInstanceOf(StorageException.Closed.class);
    assertThatThrownBy(first::session).isInstanceOf(StorageException.Closed.class);
    second.close();
    try (var third = NetDb.open(data)) {
      assertThat(third.channel("c").nextSeq()).isEqualTo(2);
    }
  }

  @Test
  void memoryStoresOfOneNameAreOneAndVanishWithTheLastHandle() {
    try (var a = NetDb.memory("x"); var b = NetDb.memory("x"); var c = NetDb.memory()) {
      assertThat(a.channel("c").append("1").level()).isEqualTo(Level.MEMORY);
      assertThat(b.channel("c").nextSeq()).isEqualTo(1);
      assertThat(c.findChannel("c")).isEmpty();
      assertThat(a.directory()).isNull();
    }
    try (var again = NetDb.memory("x")) {
      assertThat(again.channels()).isEmpty();
    }
  }

  @Test
  void aMissingFolderIsMadeOnlyWhenAllowed() {
    Path data = folder.resolve("data");
    assertThatThrownBy(() -> NetDb.open(data, OpenOptions.DEFAULTS.withCreate(false)))
        .isInstanceOf(StorageException.NoStore.class).hasMessageContaining("data");
    assertThatThrownBy(() -> NetDb.open(data, OpenOptions.DEFAULTS.withAccess(OpenOptions.Access.READ_ONLY)))
        .isInstanceOf(StorageException.NoStore.class);
    assertThatThrownBy(() -> NetDb.open(folder.resolve("no/such"))).isInstanceOf(StorageException.NoStore.class)
        .hasMessageContaining("create it first");
    assertThat(data).doesNotExist();
  }

  @Test
  void aFolderOfOtherThingsIsNotTakenForAStore() throws IOException {
    Files.writeString(folder.resolve("letter.txt"), "dear");
    assertThatThrownBy(() -> NetDb.open(folder, OpenOptions.DEFAULTS.withCreate(false)))
        .isInstanceOf(StorageException.NoStore.class);
    assertThat(folder).isDirectoryContaining(path -> path.endsWith("letter.txt"));
  }

  @Test
  void aReadOnlyHandleReadsAndRefusesToWrite() {
    Path data = folder.resolve("data");
    try (var db = NetDb.open(data)) {
      db.channel("c").append("{\"a\":1}");
    }
    try (var db = NetDb.open(data, OpenOptions.DEFAULTS.withAccess(OpenOptions.Access.READ_ONLY))) {
      assertThat(db.readOnly()).isTrue();
      assertThat(rows(db.query("SELECT a FROM c"))).containsExactly(List.of(1L));
      assertThatThrownBy(() -> db.channel("c").append("{}")).isInstanceOf(StorageException.ReadOnly.class);
      assertThatThrownBy(() -> db.channel("d")).isInstanceOf(StorageException.ReadOnly.class);
      assertThatThrownBy(() -> db.execute("INSERT INTO c (a) VALUES (1)"))
          .satisfies(e -> assertThat(((org.redexdb.storage.api.RedexException) e).sqlState()).isEqualTo("25006"));
    }
  }

  @Test
  void aStatementWithoutRowsIsNotRunWhenQueried() {
    try (var db = NetDb.memory()) {
      assertThatThrownBy(() -> db.query("CREATE CHANNEL c")).isInstanceOf(SqlException.Invalid.class)
          .hasMessageContaining("not run");
      assertThat(db.findChannel("c")).isEmpty();
      assertThat(db.execute("CREATE CHANNEL d")).isInstanceOf(SqlResult.Done.class);
      assertThat(db.execute("INSERT INTO d (a) VALUES (1), (2)")).isInstanceOfSatisfying(SqlResult.Appended.class,
          appended -> assertThat(appended.count()).isEqualTo(2));
      assertThatThrownBy(() -> db.query("INSERT INTO d (a) VALUES (3)")).isInstanceOf(SqlException.Invalid.class);
      assertThat(db.channel("d").nextSeq()).isEqualTo(2);
    }
  }

  @Test
  void statementsOfAStoreHoldNoMoreMemoryThanItWasOpenedWith() {
    try (var db = NetDb.open(folder.resolve("data"), OpenOptions.DEFAULTS.withMemoryBytes(100_000))) {
      var events = new ArrayList<Event>();
      for (int i = 0; i < 10_000; i++) events.add(Event.json("{\"k\":\"key" + i + "\"}"));
      db.channel("c").appendBatch(events);
      assertThatThrownBy(() -> rows(db.query("SELECT k, count(*) FROM c GROUP BY k")))
          .isInstanceOf(SqlException.Limit.class).hasMessageContaining("100000 bytes");
      assertThat(rows(db.query("SELECT count(*) FROM c WHERE k < 'l'"))).containsExactly(List.of(10_000L));
    }
  }
}
