// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redexdb.jdbc.resultset.MemoryRows;
import org.redexdb.meshdb.api.Column;
import org.redexdb.meshdb.api.PreparedSql;
import org.redexdb.meshdb.api.RowCursor;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlResult;
import org.redexdb.meshdb.api.SqlSession;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.netdb.NetDb;
import org.redexdb.netdb.NetDbStatus;
import org.redexdb.redex.api.Channel;
import org.redexdb.redex.api.ChannelException;
import org.redexdb.redex.api.ChannelOptions;
import org.redexdb.redex.api.Transaction;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.Receipt;
import org.redexdb.storage.api.VerifyReport;

/// A store that answers the statements it was told about and remembers what it was asked.
final class FakeStore implements NetDb {
  private record Answer(List<Column> columns, List<SqlType> parameters,
      Function<List<? extends @Nullable Object>, SqlResult> run) {
  }

  final Map<String, String> options = new HashMap<>(Map.of("time_zone", "UTC"));
  final List<List<? extends @Nullable Object>> executed = new ArrayList<>();
  boolean readOnly;
  boolean closed;
  int cancels;
  private final Map<String, Answer> answers = new LinkedHashMap<>();

  static Column column(String name, SqlType type) { return new Column(name, type, true, null, null); }

  /// A query and its rows.
  FakeStore rows(String sql, List<Column> columns, List<List<@Nullable Object>> rows) {
    return cursor(sql, columns, () -> new MemoryRows(columns, rows));
  }

  FakeStore cursor(String sql, List<Column> columns, java.util.function.Supplier<RowCursor> cursor) {
    answers.put(sql, new Answer(columns, List.of(), _ -> new SqlResult.Rows(cursor.get())));
    return this;
  }

  /// An INSERT that appends `count` events from `firstSeq` on.
  FakeStore appends(String sql, List<SqlType> parameters, long firstSeq, long count) {
    return does(sql, parameters, _ -> new SqlResult.Appended(count,
        List.of(new Position(1, firstSeq), new Position(1, firstSeq + count - 1))));
  }

  FakeStore does(String sql, List<SqlType> parameters, Function<List<? extends @Nullable Object>, SqlResult> run) {
    answers.put(sql, new Answer(List.of(), parameters, run));
    return this;
  }

  @Override
  public Map<String, Receipt> transaction(Consumer<Transaction> body) { throw new UnsupportedOperationException(); }

  @Override
  public Map<String, Receipt> transaction(Consumer<Transaction> body, Ack ack) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SqlSession session() {
    return new SqlSession() {
      @Override
      public PreparedSql prepare(String sql) {
        Answer answer = answers.get(sql);
        if (answer == null) throw new SqlException.Invalid("42601", "cannot read " + sql, 1, 1, null);
        return prepared(sql, answer);
      }

      @Override
      public List<String> split(String script) { return List.of(script.split(";")); }

      @Override
      public void set(String option, String value) {
        if (!option.equals("time_zone") && !option.equals("strict_types"))
          throw new SqlException.Invalid("42000", "no option " + option, 0, 0, null);
        options.put(option, value);
      }

      @Override
      public String option(String option) { return Objects.requireNonNull(options.get(option)); }

      @Override
      public Map<String, String> options() { return options; }

      @Override
      public void cancel() { throw new AssertionError("would end the results of other statements"); }

      @Override
      public void close() { options.put("session", "closed"); }
    };
  }

  private PreparedSql prepared(String sql, Answer answer) {
    return new PreparedSql() {
      @Override
      public String text() { return sql; }

      @Override
      public int parameterCount() { return answer.parameters.size(); }

      @Override
      public List<SqlType> parameterTypes() { return answer.parameters; }

      @Override
      public List<Column> columns() { return answer.columns; }

      @Override
      public boolean returnsRows() { return !answer.columns.isEmpty(); }

      @Override
      public SqlResult execute(List<? extends @Nullable Object> parameters) {
        executed.add(parameters);
        return answer.run.apply(parameters);
      }

      @Override
      public void cancel() { cancels++; }
    };
  }

  @Override
  public @Nullable Path directory() { return null; }

  @Override
  public boolean readOnly() { return readOnly; }

  @Override
  public Channel channel(String name) { throw new ChannelException.Unknown(name, List.of()); }

  @Override
  public Optional<Channel> findChannel(String name) { return Optional.empty(); }

  @Override
  public Channel createChannel(String name, ChannelOptions options) { return channel(name); }

  @Override
  public void dropChannel(String name) { channel(name); }

  @Override
  public List<Channel> channels() {
    return answers.keySet().stream().filter(sql -> sql.startsWith("SELECT * FROM \""))
        .map(sql -> named(sql.substring("SELECT * FROM \"".length(), sql.length() - 1))).toList();
  }

  /// A channel of which only the name is asked.
  private static Channel named(String name) {
    return (Channel) java.lang.reflect.Proxy.newProxyInstance(Channel.class.getClassLoader(),
        new Class<?>[]{Channel.class}, (_, method, _) -> {
          if (method.getName().equals("name")) return name;
          throw new UnsupportedOperationException(method.getName());
        });
  }

  @Override
  public RowCursor query(String sql, @Nullable Object... parameters) { throw new UnsupportedOperationException(); }

  @Override
  public SqlResult execute(String sql, @Nullable Object... parameters) { throw new UnsupportedOperationException(); }

  @Override
  public VerifyReport verify(Progress progress) { throw new UnsupportedOperationException(); }

  @Override
  public NetDbStatus status() { throw new UnsupportedOperationException(); }

  @Override
  public List<String> recoveryNotes() { return List.of(); }

  @Override
  public void close() { closed = true; }
}
