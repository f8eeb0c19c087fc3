// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.differential;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.redexdb.redex.api.Event;

/// Random rows for the tables `t` and `u`, small values with many NULLs and repetitions.
///
/// | Column | |
/// |---|---|
/// | `id` | 0, 1, …: the seq of the event |
/// | `i`, `j` | whole numbers |
/// | `d` | DOUBLE, multiples of a quarter |
/// | `s`, `k` | texts |
/// | `b` | BOOLEAN |
/// | `m` | DECIMAL(10,2), in declared tables only: a payload number with a point is a DOUBLE |
/// | `t` | TIMESTAMP; of an event without schema it is the event time |
final class SampleTables {
  static final String COLUMNS = "id BIGINT, i BIGINT, j BIGINT, d DOUBLE PRECISION, s VARCHAR, k VARCHAR, b BOOLEAN,"
      + " m DECIMAL(10,2), t TIMESTAMP";
  private static final List<String> TEXTS = List.of("", "a", "ab", "abc", "B", "b", "x y", " lead", "äö", "Zz", "100",
      "zz");
  private static final List<String> KEYS = List.of("a", "b", "ab", "zz");
  private static final LocalDateTime BEGIN = LocalDateTime.of(2025, 12, 30, 22, 15);

  record Row(long id, @Nullable Long i, @Nullable Long j, @Nullable Double d, @Nullable String s, @Nullable String k,
      @Nullable Boolean b, @Nullable BigDecimal m, @Nullable LocalDateTime t) {
    /// In the order of [#COLUMNS].
    List<@Nullable Object> values() {
      var values = new ArrayList<@Nullable Object>();
      values.add(id);
      values.add(i);
      values.add(j);
      values.add(d);
      values.add(s);
      values.add(k);
      values.add(b);
      values.add(m);
      values.add(t);
      return values;
    }

    private static String quoted(String text) { return "\"" + text.replace("\"", "\\\"") + "\""; }

    /// As a channel without schema holds it: fields in any order, NULL as null or left out.
    Event event(RandomGenerator random) {
      var fields = new ArrayList<String>();
      var named = new HashMap<String, @Nullable Object>();
      named.put("id", id);
      named.put("i", i);
      named.put("j", j);
      named.put("d", d);
      named.put("s", s);
      named.put("k", k);
      named.put("b", b);
      named.forEach((name, value) -> {
        String json = value instanceof String text ? quoted(text) : String.valueOf(value);
        // The first event has every field, so that all of them are known.
        if (value != null || id == 0 || random.nextBoolean())
          fields.add(random.nextInt(fields.size() + 1),
              quoted(name) + (random.nextInt(9) == 0 ? " : " : ":") + json);
      });
      var event = Event.json("{" + String.join(",", fields) + "}");
      return t == null ? event : event.withEventTimeNanos(nanos(t));
    }

    private static long nanos(LocalDateTime time) {
      Instant instant = time.toInstant(ZoneOffset.UTC);
      return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
  }

  private final RandomGenerator random;

  private SampleTables(RandomGenerator random) {
    this.random = random;
  }

  static Map<String, List<Row>> of(long seed) {
    var random = new SplittableRandom(seed * 7_919);
    var tables = new SampleTables(random);
    // Every third t has more rows than operators handle at once.
    int rows = seed % 3 == 2 ? random.nextInt(2_500, 5_000) : random.nextInt(120, 180);
    return Map.of("t", tables.rows(rows), "u", tables.rows(random.nextInt(25, 40)));
  }

  private List<Row> rows(int count) {
    var rows = new ArrayList<Row>();
    for (int id = 0; id < count; id++) rows.add(row(id));
    return rows;
  }

  private Row row(long id) {
    // The first row is whole: what type a field has must not hang on luck.
    boolean whole = id == 0;
    return new Row(id, missing(whole) ? null : (long) random.nextInt(-5, 6),
        missing(whole) ? null : (long) random.nextInt(100),
        missing(whole) ? null : random.nextInt(-80, 81) / 4.0,
        missing(whole) ? null : TEXTS.get(random.nextInt(TEXTS.size())),
        missing(whole) ? null : KEYS.get(random.nextInt(KEYS.size())), missing(whole) ? null : random.nextBoolean(),
        missing(whole) ? null : BigDecimal.valueOf(random.nextInt(-5_000, 5_000), 2),
        missing(whole)
            ? null
            : BEGIN.plusSeconds(random.nextInt(90 * 86_400)).plusNanos(random.nextInt(4) * 250_000_000L));
  }

  private boolean missing(boolean whole) { return !whole && random.nextInt(6) == 0; }
}
