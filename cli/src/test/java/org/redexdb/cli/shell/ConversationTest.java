// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.cli.console.Console;
import org.redexdb.cli.print.ResultFormat;
import org.redexdb.netdb.NetDb;
import org.redexdb.netdb.OpenOptions;
import org.redexdb.netdb.OpenOptions.Access;
import org.redexdb.storage.Disks;
import org.redexdb.storage.api.StorageException;

/// A shell keeps nobody from writing but while a statement of its own writes.
class ConversationTest {
  @TempDir
  Path temporary;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console = new Console(new ByteArrayInputStream(new byte[0]),
      new PrintStream(out, false, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), false,
      false, false, System::nanoTime);

  @BeforeEach
  void make() {
    try (var db = NetDb.open(folder())) {
      db.channel("orders").append("{\"n\":1}");
    }
  }

  private Path folder() { return temporary.resolve("store"); }

  private NetDb open(Access access) {
    return NetDb.open(folder(), OpenOptions.DEFAULTS.withCreate(false).withAccess(access));
  }

  private Conversation conversation() {
    return Conversation.reading(() -> open(Access.READ_ONLY), () -> open(Access.WRITE), Map.of("query_max_rows", "7"));
  }

  private SqlShell shell(Conversation conversation) {
    return new SqlShell(console, new StatementRunner(console, conversation, ResultFormat.CSV), false);
  }

  private String said() {
    String said = out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    out.reset();
    err.reset();
    return said;
  }

  /// Whether the writer's place is free, asked as another process asks.
  private boolean writerIsFree() throws Exception {
    var lock = Disks.system().tryLock(folder().resolve("redex.lock"));
    if (lock != null) lock.close();
    return lock != null;
  }

  @Test
  void theWriterIsFreeBeforeBetweenAndAfterStatementsThatWrite() throws Exception {
    try (var conversation = conversation()) {
      var shell = shell(conversation);
      assertThat(writerIsFree()).isTrue();
      shell.execute("SELECT n FROM orders;");
      assertThat(said()).isEqualTo("n\n1\n");
      shell.execute("INSERT INTO orders (n) VALUES (2); CREATE CHANNEL other; SELECT count(*) AS c FROM orders;");
      assertThat(said()).contains("c\n2\n").contains("appended 1 event at seq 1");
      assertThat(writerIsFree()).isTrue();
      shell.execute("SELECT n FROM orders ORDER BY n; SHOW CHANNELS;");
      assertThat(said()).contains("n\n1\n2\n").contains("other");
      shell.execute("INSERT INTO nowhere (n) VALUES (2);");
      assertThat(said()).contains("42P01");
      assertThat(writerIsFree()).isTrue();
    }
  }

  @Test
  void anotherWriterIsSeenAndNotDisturbed() {
    try (var conversation = conversation()) {
      var shell = shell(conversation);
      try (var other = open(Access.WRITE)) {
        assertThat(other.readOnly()).isFalse();
        other.channel("orders").append("{\"n\":5}");
        other.channel("orders").force();
        shell.execute("SELECT count(*) AS c FROM orders;");
        assertThat(said()).isEqualTo("c\n2\n");
      }
    }
  }

  @Test
  void optionsOutliveTheChangeOfSides() {
    try (var conversation = conversation()) {
      var shell = shell(conversation);
      shell.execute("SET time_zone = 'Europe/Paris';");
      shell.execute("INSERT INTO orders (n) VALUES (2); SET strict_types = on;");
      assertThat(conversation.session().options()).containsEntry("time_zone", "Europe/Paris")
          .containsEntry("strict_types", "on").containsEntry("query_max_rows", "7");
    }
  }

  @Test
  void whoAskedToReadOnlyIsRefusedToWrite() {
    try (var conversation = Conversation.in(() -> open(Access.READ_ONLY), Map.of())) {
      assertThat(conversation.readOnly()).isTrue();
      assertThatThrownBy(() -> conversation.execute("INSERT INTO orders (n) VALUES (2)"))
          .isInstanceOf(StorageException.ReadOnly.class);
    }
  }
}
