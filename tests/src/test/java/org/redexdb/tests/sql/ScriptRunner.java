// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.sql;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.redexdb.meshdb.api.SqlSession;
import org.redexdb.netdb.NetDb;
import org.redexdb.redex.api.Event;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.RedexException;

/// Runs the blocks of one script in a store of its own.
///
/// | Instruction | |
/// |---|---|
/// | `!append CHANNEL [type=T] [key=K] [time=INSTANT] [header.NAME=V]` | appends each further line as the bytes it is, unchecked; makes the channel when missing |
/// | `!session` | goes on in a new session |
/// | `!columns A, B` | before a statement: shows these columns only |
/// | `!sorted` | before a statement: its rows have no promised order |
final class ScriptRunner implements AutoCloseable {
  /// Where the events of a script lie.
  interface Place {
    NetDb open();

    /// Creates the channel of an `!append` when it is missing.
    void prepare(NetDb db, String channel);

    Event event(Event event);

    /// Whether the store is closed and opened again after events were appended.
    boolean reopens();
  }

  private final Place place;
  private NetDb db;
  private SqlSession session;

  ScriptRunner(Place place) {
    this.place = place;
    this.db = place.open();
    this.session = db.session();
  }

  SqlScript answers(SqlScript script) {
    return new SqlScript(script.file(), script.blocks().stream().map(block -> block.giving(answer(block))).toList());
  }

  private List<String> answer(SqlScript.Block block) {
    if (block.body().isEmpty()) return List.of();
    String first = block.body().getFirst();
    if (first.startsWith("!append ")) return append(first.substring("!append ".length()), block.body());
    if (first.equals("!session")) {
      session.close();
      session = db.session();
      return List.of("new session");
    }
    boolean sorted = first.equals("!sorted");
    boolean some = first.startsWith("!columns ");
    var only = some ? Arrays.asList(first.substring("!columns ".length()).split(", ")) : List.<String>of();
    var lines = sorted || some ? block.body().subList(1, block.body().size()) : block.body();
    return statement(String.join("\n", lines), only, sorted);
  }

  private List<String> statement(String sql, List<String> only, boolean sorted) {
    try (var result = session.execute(sql)) {
      return ResultText.of(result, only, sorted);
    } catch (RedexException e) {
      return ResultText.of(e);
    }
  }

  private List<String> append(String head, List<String> body) {
    var words = head.split(" ");
    place.prepare(db, words[0]);
    var channel = db.channel(words[0]);
    var events = new ArrayList<Event>();
    for (String line : body.subList(1, body.size()))
      events.add(place.event(described(Event.of(line.getBytes(StandardCharsets.UTF_8)), words)));
    for (Event event : events) channel.append(event, Ack.OS);
    if (place.reopens()) {
      close();
      db = place.open();
      session = db.session();
    }
    return List.of("appended " + events.size());
  }

  private static Event described(Event event, String[] words) {
    Event described = event;
    for (String word : Arrays.asList(words).subList(1, words.length)) {
      String name = word.substring(0, word.indexOf('='));
      String value = word.substring(name.length() + 1);
      described = switch (name) {
        case "type" -> described.withType(value);
        case "key" -> described.withKey(value);
        case "time" -> described.withEventTimeNanos(nanos(Instant.parse(value)));
        default -> described.withHeaders(Map.of(name.substring("header.".length()), value));
      };
    }
    return described;
  }

  private static long nanos(Instant time) { return time.getEpochSecond() * 1_000_000_000L + time.getNano(); }

  @Override
  public void close() {
    session.close();
    db.close();
  }
}
