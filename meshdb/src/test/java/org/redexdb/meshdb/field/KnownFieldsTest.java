// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.redexdb.meshdb.api.SqlException;
import org.redexdb.meshdb.api.SqlType;
import org.redexdb.meshdb.plan.PathStep;
import org.redexdb.storage.api.PayloadCodec;

class KnownFieldsTest {
  private static FieldView view(FakeChannel channel) {
    return new KnownFields(channel, false).upTo(channel.nextSeq(), () -> {});
  }

  private static FieldView view(String... events) {
    var channel = new FakeChannel();
    for (String event : events) channel.add(event);
    return view(channel);
  }

  private static SqlType type(String... values) {
    var channel = new FakeChannel();
    for (String value : values) channel.add("{\"v\":" + value + "}");
    return view(channel).topLevel().getFirst().type();
  }

  @Test
  void fieldsComeInTheOrderOfTheirFirstAppearance() {
    FieldView view = view("{\"b\":1,\"a\":{\"y\":1,\"x\":true}}", "{\"c\":1,\"b\":2}", "{\"a\":{\"z\":null}}");
    assertThat(view.topLevel()).extracting(KnownField::name).containsExactly("b", "a", "c");
    assertThat(view.fields()).extracting(KnownField::path).containsExactly(List.of("b"), List.of("a"),
        List.of("a", "y"), List.of("a", "x"), List.of("c"), List.of("a", "z"));
    assertThat(view.type(List.of(new PathStep.Key("a"), new PathStep.Key("x")))).isEqualTo(SqlType.BOOLEAN);
    assertThat(view.type(List.of(new PathStep.Key("a"), new PathStep.Key("z")))).isEqualTo(SqlType.ANY);
    assertThat(view.type(List.of(new PathStep.Key("a"), new PathStep.Index(0)))).isEqualTo(SqlType.ANY);
    assertThat(view.end()).isEqualTo(3);
  }

  @Test
  void typesOnlyWiden() {
    assertThat(type("null")).isEqualTo(SqlType.ANY);
    assertThat(type("1", "null")).isEqualTo(SqlType.BIGINT);
    assertThat(type("1", "9223372036854775808")).isEqualTo(SqlType.decimal(38, 0));
    assertThat(type("9223372036854775808", "1.5", "1")).isEqualTo(SqlType.DOUBLE);
    assertThat(type("1", "100000000000000000000000000000000000000")).isEqualTo(SqlType.DOUBLE);
    assertThat(type("1e3")).isEqualTo(SqlType.DOUBLE);
    assertThat(type("1e400")).isEqualTo(SqlType.VARCHAR);
    assertThat(type("true", "false")).isEqualTo(SqlType.BOOLEAN);
    assertThat(type("\"a\"", "\"\\n\"")).isEqualTo(SqlType.VARCHAR);
    assertThat(type("{}", "[1]")).isEqualTo(SqlType.JSON);
    for (String other : List.of("\"a\"", "true", "{}", "1e400"))
      assertThat(type("1", other)).isEqualTo(SqlType.VARCHAR);
    assertThat(type("true", "{}")).isEqualTo(SqlType.VARCHAR);
  }

  @Test
  void aFieldWithTypesThatHaveNoCommonOneHasDrifted() {
    FieldView view = view("{\"a\":1,\"b\":1}", "{\"a\":\"x\",\"b\":2.5}");
    assertThat(view.topLevel()).extracting(KnownField::drifted).containsExactly(true, false);
  }

  @Test
  void driftInTheLastOfManyEventsOfOneShapeIsSeen() {
    var channel = new FakeChannel();
    for (int i = 0; i < 5_000; i++) channel.add("{\"n\":" + i + ",\"m\":1,\"ok\":true}");
    channel.add("{\"n\":1.5,\"m\":null,\"ok\":9223372036854775808}");
    assertThat(view(channel).topLevel()).extracting(KnownField::type).containsExactly(SqlType.DOUBLE, SqlType.BIGINT,
        SqlType.VARCHAR);
  }

  @Test
  void theLastOfEqualKeysCounts() {
    FieldView view = view("{\"a\":\"x\",\"b\":{\"c\":1},\"a\":1,\"b\":{\"d\":2}}",
        "{\"a\":\"y\",\"b\":{\"c\":1},\"a\":2,\"b\":{\"d\":2}}");
    assertThat(view.fields()).extracting(KnownField::path).containsExactly(List.of("a"), List.of("b"),
        List.of("b", "d"));
    assertThat(view.topLevel().getFirst().type()).isEqualTo(SqlType.BIGINT);
  }

  @Test
  void keysAreTakenLiterally() {
    FieldView view = view("{\"a.b\":1,\"q\\\"\\u00e9\":2,\"\":3}");
    assertThat(view.topLevel()).extracting(KnownField::name).containsExactly("a.b", "q\"é", "");
  }

  @Test
  void invalidPayloadsAreCountedAndGiveNoFields() {
    FieldView view = view("{\"a\":1}", "{\"b\":1", "[1]", "7", "{\"c\":1}x");
    assertThat(view.invalidPayloads()).isEqualTo(2);
    assertThat(view.fields()).extracting(KnownField::name).containsExactly("a");
  }

  @Test
  void anObjectWithTooManyKeysIsOneJsonField() {
    for (int keys : new int[]{KnownFields.OBJECT_KEYS_MAX - 1, KnownFields.OBJECT_KEYS_MAX,
        KnownFields.OBJECT_KEYS_MAX + 1}) {
      var channel = new FakeChannel();
      for (int i = 0; i < keys; i++) channel.add("{\"id\":{\"k" + i + "\":{\"x\":1}},\"n\":1}");
      FieldView view = view(channel);
      assertThat(view.topLevel()).extracting(KnownField::type).containsExactly(SqlType.JSON, SqlType.BIGINT);
      assertThat(view.fields()).hasSize(keys <= KnownFields.OBJECT_KEYS_MAX ? 2 + 2 * keys : 2);
    }
  }

  @Test
  void atMostTheAllowedNumberOfFieldsIsKnown() {
    for (int fields : new int[]{KnownFields.FIELDS_MAX - 1, KnownFields.FIELDS_MAX, KnownFields.FIELDS_MAX + 1}) {
      var channel = new FakeChannel();
      for (int i = 0; i < fields; i++) channel.add("{\"k" + i + "\":" + i + "}");
      FieldView view = view(channel);
      assertThat(view.fields()).hasSize(Math.min(fields, KnownFields.FIELDS_MAX));
      assertThat(view.incomplete()).isEqualTo(fields > KnownFields.FIELDS_MAX);
    }
  }

  @Test
  void nestedFieldsLeaveRoomForTopLevelOnes() {
    var channel = new FakeChannel();
    for (int i = 0; i < 10; i++)
      for (int k = 0; k < 50; k++) channel.add("{\"o" + i + "\":{\"k" + k + "\":1}}");
    channel.add("{\"late\":1}");
    FieldView view = view(channel);
    assertThat(view.topLevel()).hasSize(11);
    assertThat(view.fields()).hasSize(11 + FieldTree.NESTED_MAX);
    assertThat(view.incomplete()).isTrue();
  }

  @Test
  void eachEventIsReadOnce() {
    var channel = new FakeChannel();
    var known = new KnownFields(channel, false);
    for (int round = 1; round <= 10; round++) {
      for (int i = 0; i < 100; i++) channel.add("{\"k" + round + "\":1}");
      assertThat(known.upTo(channel.nextSeq(), () -> {}).fields()).hasSize(round);
      assertThat(known.upTo(channel.nextSeq() - 50, () -> {}).fields()).hasSize(round);
    }
    assertThat(channel.eventsRead).isEqualTo(1_000);
    assertThat(channel.stores).isZero();
  }

  @Test
  void whatIsStoredIsFoundAgainAndReadOnFrom() {
    var channel = new FakeChannel();
    for (int i = 0; i < KnownFields.STORE_EVERY; i++) channel.add("{\"a\":1,\"loc\":{\"é\\\"\":1.5},\"b\":");
    channel.add("{\"a\":1,\"loc\":{\"é\\\"\":1.5}}");
    FieldView first = view(channel);
    assertThat(channel.stores).isEqualTo(1);
    channel.eventsRead = 0;
    channel.add("{\"a\":\"drift\"}");
    FieldView again = view(channel);
    assertThat(channel.eventsRead).isEqualTo(1);
    assertThat(again.invalidPayloads()).isEqualTo(first.invalidPayloads()).isEqualTo(KnownFields.STORE_EVERY);
    assertThat(again.fields()).extracting(KnownField::path).containsExactly(List.of("a"), List.of("loc"),
        List.of("loc", "é\""));
    assertThat(again.fields()).extracting(KnownField::type).containsExactly(SqlType.VARCHAR, SqlType.JSON,
        SqlType.DOUBLE);
  }

  @Test
  void collapsedObjectsStayCollapsedWhenReadBack() {
    var channel = new FakeChannel();
    for (int i = 0; i < KnownFields.WORTH_STORING; i++) channel.add("{\"id\":{\"k" + i % 100 + "\":1}}");
    var known = new KnownFields(channel, false);
    known.upTo(channel.nextSeq(), () -> {});
    known.store();
    assertThat(channel.stores).isEqualTo(1);
    channel.add("{\"id\":{\"fresh\":1}}");
    assertThat(view(channel).fields()).extracting(KnownField::path).containsExactly(List.of("id"));
  }

  @Test
  void nothingIsStoredThatACrashCouldTakeBack() {
    var channel = new FakeChannel();
    channel.durableSeq = 9;
    for (int i = 0; i < KnownFields.STORE_EVERY; i++) channel.add("{\"a\":1}");
    channel.add("{\"unsafe\":1}");
    var known = new KnownFields(channel, false);
    assertThat(known.upTo(channel.nextSeq(), () -> {}).fields()).hasSize(2);
    known.store();
    assertThat(channel.stores).isZero();
    channel.durableSeq = Long.MAX_VALUE;
    channel.add("{}");
    known.upTo(channel.nextSeq(), () -> {});
    assertThat(channel.stores).isEqualTo(1);
  }

  @Test
  void onlyWhatIsDurableIsStoredWhenTheTipIsAhead() {
    var channel = new FakeChannel();
    for (int i = 0; i < KnownFields.STORE_EVERY; i++) channel.add("{\"a\":1}");
    channel.durableSeq = channel.nextSeq() - 1;
    channel.add("{\"unsafe\":1}");
    assertThat(view(channel).fields()).hasSize(2);
    assertThat(channel.attributes.get("fields")).contains("\"a\"").doesNotContain("unsafe");
  }

  @Test
  void aReadOnlyStoreIsNeverWrittenTo() {
    var channel = new FakeChannel();
    for (int i = 0; i < KnownFields.STORE_EVERY + 1; i++) channel.add("{\"a\":1}");
    var catalog = new FieldCatalog(true);
    assertThat(catalog.of(channel).upTo(channel.nextSeq(), () -> {}).fields()).hasSize(1);
    catalog.store();
    assertThat(channel.stores).isZero();
    assertThat(catalog.of(channel)).isSameAs(catalog.of(channel));
  }

  @Test
  void aStoredTextThatIsNotOursIsIgnored() {
    for (String text : List.of("", "{", "[]", "{\"v\":2,\"end\":1,\"invalid\":0,\"fields\":[]}",
        "{\"v\":1,\"end\":1,\"invalid\":0,\"fields\":[{\"path\":[],\"types\":2}]}",
        "{\"v\":1,\"end\":1,\"invalid\":0,\"fields\":[{\"path\":[\"x\"],\"types\":64}]}",
        "{\"v\":1,\"end\":99,\"invalid\":0,\"fields\":[{\"path\":[\"x\"],\"types\":2}]}")) {
      var channel = new FakeChannel().add("{\"a\":1}");
      channel.attributes.put("fields", text);
      assertThat(view(channel).fields()).as(text).extracting(KnownField::name).containsExactly("a");
    }
  }

  @Test
  void removedEventsArePassedOver() {
    var channel = new FakeChannel().add("{\"a\":1}").add("{\"b\":1}");
    channel.firstSeq = 1;
    assertThat(view(channel).fields()).extracting(KnownField::name).containsExactly("b");
  }

  @Test
  void channelsWithoutJsonAreNotRead() {
    var channel = new FakeChannel().add("{\"a\":1}");
    channel.options = channel.options.withCodec(PayloadCodec.BYTES);
    assertThat(view(channel).fields()).isEmpty();
    assertThat(channel.eventsRead).isZero();
  }

  @Test
  void aCancelledPassGoesOnWhereItStopped() {
    var channel = new FakeChannel();
    for (int i = 0; i < 1_000; i++) channel.add("{\"a\":" + i + "}");
    channel.add("{\"last\":1}");
    var known = new KnownFields(channel, false);
    int[] checks = {0};
    assertThatThrownBy(() -> known.upTo(channel.nextSeq(), () -> {
      if (++checks[0] == 2) throw new SqlException.Cancelled("stop");
    })).isInstanceOf(SqlException.Cancelled.class);
    assertThat(known.soFar().end()).isBetween(1L, 900L);
    long before = channel.eventsRead;
    FieldView view = known.upTo(channel.nextSeq(), () -> {});
    assertThat(channel.eventsRead - before).isLessThan(1_001);
    assertThat(view.fields()).extracting(KnownField::name).containsExactly("a", "last");
  }

  @Test
  void whoWaitsForAnotherThreadCanBeCancelledAndInterruptsAreKept() throws Exception {
    var channel = new FakeChannel().add("{\"a\":1}");
    var known = new KnownFields(channel, false);
    var reading = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    Thread reader = Thread.ofVirtual().start(() -> known.upTo(1, () -> {
      reading.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }));
    reading.await();
    var interrupted = new AtomicReference<Boolean>();
    Thread waiter = Thread.ofVirtual().start(() -> {
      Thread.currentThread().interrupt();
      try {
        known.upTo(1, () -> { throw new SqlException.Cancelled("stop"); });
      } catch (SqlException.Cancelled e) {
        interrupted.set(Thread.currentThread().isInterrupted());
      }
    });
    waiter.join();
    assertThat(interrupted.get()).isTrue();
    release.countDown();
    reader.join();
    assertThat(known.soFar().fields()).hasSize(1);
  }
}
