// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.redexdb.storage.api.Level;
import org.redexdb.tests.history.BadHistory.Rule;
import org.redexdb.tests.history.HistoryEvent.Condition;
import org.redexdb.tests.history.HistoryEvent.End;
import org.redexdb.tests.history.HistoryEvent.Handed;
import org.redexdb.tests.history.HistoryEvent.Outcome;
import org.redexdb.tests.history.HistoryEvent.Part;
import org.redexdb.tests.history.HistoryEvent.Place;
import org.redexdb.tests.history.HistoryEvent.Reader;
import org.redexdb.tests.history.HistoryEvent.Seen;

/// Each rule lets the good history pass and finds the one that breaks it.
class HistoryCheckerTest {
  private static final UUID A = new UUID(0, 1);
  private static final UUID B = new UUID(0, 2);
  private static final Reader WRITER = new Reader("writer", true);
  private static final Reader OTHER = new Reader("other", false);

  private final List<HistoryEvent> events = new ArrayList<>(List.of(new HistoryEvent.Opened(Map.of()),
      new HistoryEvent.Settled(), new HistoryEvent.Created(A, "a", 0), new HistoryEvent.Created(B, "b", 0)));

  @Test
  void acknowledgedAtDiskIsThereAfterAPowerCut() {
    append(1, 0, 1, Level.DISK);
    died(End.POWER_CUT);
    isBad(Rule.ACKNOWLEDGED_STAYS, found(A, 0));
    isGood(found(A, 0, seen(0, 1, 1)), found(B, 0), new HistoryEvent.Settled());
  }

  @Test
  void acknowledgedAtOsIsThereAfterAKillAndMayGoWithThePower() {
    append(1, 0, 1, Level.OS);
    int before = events.size();
    died(End.KILLED);
    isBad(Rule.ACKNOWLEDGED_STAYS, found(A, 0));
    events.subList(before, events.size()).clear();
    died(End.POWER_CUT);
    isGood(found(A, 0), found(B, 0), new HistoryEvent.Settled());
  }

  @Test
  void whatWasSeenAtDurableStays() {
    append(1, 0, 1, Level.OS);
    add(new HistoryEvent.Bounds(OTHER, A, 0, 0, 1, 0), new HistoryEvent.Scanned(OTHER, A, true, 0, 9, false,
        List.of(seen(0, 1, 1))));
    died(End.POWER_CUT);
    isBad(Rule.DURABLE_STAYS, found(A, 0));
  }

  @Test
  void nothingAboveTheDurableSeqIsShownAtDurable() {
    append(1, 0, 1, Level.OS);
    add(new HistoryEvent.Bounds(WRITER, A, 0, 0, 1, -1));
    isBad(Rule.DURABLE_STAYS, new HistoryEvent.Scanned(WRITER, A, true, 0, 9, false, List.of(seen(0, 1, 1))));
    isGood(new HistoryEvent.Scanned(WRITER, A, true, 0, 9, false, List.of()));
  }

  @Test
  void aSeqThatACrashTookComesBackWithAnotherEpoch() {
    append(1, 0, 1, Level.OS);
    died(End.POWER_CUT);
    add(found(A, 0), found(B, 0), new HistoryEvent.Settled(), invoked(2, Level.OS, part(A, 2)));
    isBad(Rule.EPOCHS_GROW, acknowledged(2, Level.OS, new Place(A, 0, 1, 1, 2)));
    isGood(acknowledged(2, Level.OS, new Place(A, 0, 1, 2, 2)));
  }

  @Test
  void aSeqHasOnePayload() {
    append(1, 0, 1, Level.OS);
    add(invoked(2, Level.OS, part(A, 2)), new HistoryEvent.Bounds(WRITER, A, 0, 0, 1, -1));
    isBad(Rule.ONE_PAYLOAD_A_POSITION, scanned(seen(0, 1, 2)));
    isBad(Rule.READS_AGREE, scanned(new Seen(0, 1, 1, 1, "key", false)));
    isBad(Rule.NOTHING_UNKNOWN, scanned(seen(0, 1, -1)));
    isGood(scanned(seen(0, 1, 1)));
  }

  @Test
  void anEventIsThereOnce() {
    append(1, 0, 1, Level.OS);
    add(new HistoryEvent.Bounds(WRITER, A, 0, 0, 1, -1));
    isBad(Rule.ONE_ORDER, new HistoryEvent.Glimpsed(A, seen(1, 1, 1)));
  }

  @Test
  void seqsHaveNoGaps() {
    append(1, 0, 1, Level.OS);
    add(invoked(2, Level.OS, part(A, 2)));
    isBad(Rule.NO_GAPS, acknowledged(2, Level.OS, new Place(A, 2, 1, 1, 2)));
  }

  @Test
  void aScanGivesEverythingInOrder() {
    for (int i = 0; i < 3; i++) append(i, i, 1 + i, Level.OS);
    add(new HistoryEvent.Bounds(WRITER, A, 0, 2, 1, -1));
    isBad(Rule.NO_GAPS, scanned(seen(0, 1, 0), seen(2, 3, 2)));
    isBad(Rule.NO_GAPS, scanned(seen(0, 1, 0), seen(1, 2, 1)));
    isBad(Rule.NO_GAPS, scanned(seen(1, 2, 1), seen(2, 3, 2)));
    isGood(scanned(seen(0, 1, 0), seen(1, 2, 1), seen(2, 3, 2)));
  }

  @Test
  void aTailHasNoGapAndNoDuplicate() {
    for (int i = 0; i < 3; i++) append(i, i, 1 + i, Level.OS);
    add(new HistoryEvent.TailOpened(WRITER, 9, A, 0, false), new HistoryEvent.TailPolled(9, seen(0, 1, 0)));
    isBad(Rule.NO_GAPS, new HistoryEvent.TailPolled(9, seen(0, 1, 0)));
    isBad(Rule.NO_GAPS, new HistoryEvent.TailPolled(9, seen(2, 3, 2)));
    isBad(Rule.NO_GAPS, new HistoryEvent.TailPolled(9, null));
    isGood(new HistoryEvent.TailPolled(9, seen(1, 2, 1)));
  }

  @Test
  void aBatchIsThereWholeOrNotAtAll() {
    add(invoked(1, Level.OS, part(A, 1, 2)));
    died(End.POWER_CUT);
    isBad(Rule.WHOLE_APPENDS, found(A, 0, seen(0, 1, 1)));
    isGood(found(A, 0, seen(0, 1, 1), seen(1, 1, 2)));
    isGood(found(A, 0));
  }

  @Test
  void aTransactionIsInAllChannelsOrInNone() {
    add(invoked(1, Level.OS, part(A, 1), part(B, 2)));
    died(End.POWER_CUT);
    isBad(Rule.WHOLE_TRANSACTIONS, found(A, 0, seen(0, 1, 1)), found(B, 0), new HistoryEvent.Settled());
    isGood(found(A, 0, seen(0, 1, 1)), found(B, 0, seen(0, 1, 2)), new HistoryEvent.Settled());
    isGood(found(A, 0), found(B, 0), new HistoryEvent.Settled());
  }

  @Test
  void noReaderSeesHalfOfATransaction() {
    add(invoked(1, Level.OS, part(A, 1), part(B, 2)),
        acknowledged(1, Level.OS, new Place(A, 0, 1, 1, 1), new Place(B, 0, 1, 1, 2)));
    isBad(Rule.WHOLE_TRANSACTIONS, new HistoryEvent.TipsSeen(OTHER, Map.of(A, 0L, B, -1L)));
    isGood(new HistoryEvent.TipsSeen(OTHER, Map.of(A, -1L, B, -1L)));
    isGood(new HistoryEvent.TipsSeen(OTHER, Map.of(A, 0L, B, 0L)));
  }

  @Test
  void conditionsHoldWhereAnAppendHappened() {
    append(1, 0, 1, Level.OS);
    add(invoked(2, Level.OS, new Part(A, List.of(new Handed(2, null, false)), new Condition.NextSeq(0))));
    isBad(Rule.CONDITIONS_HOLD, acknowledged(2, Level.OS, new Place(A, 1, 1, 1, 2)));
    isBad(Rule.CONDITIONS_HOLD, new HistoryEvent.Returned(2, new Outcome.Conflict(0, 0)));
    isGood(new HistoryEvent.Returned(2, new Outcome.Conflict(0, 1)));
  }

  @Test
  void versionsOfKeysHoldWhereAnAppendHappened() {
    Handed keyed = new Handed(1, "k", false);
    add(invoked(1, Level.OS, new Part(A, List.of(keyed), new Condition.None())),
        acknowledged(1, Level.OS, new Place(A, 0, 1, 1, 1)),
        invoked(2, Level.OS, new Part(A, List.of(new Handed(2, "k", true)), new Condition.KeyVersion("k", -1))));
    isBad(Rule.CONDITIONS_HOLD, acknowledged(2, Level.OS, new Place(A, 1, 1, 1, 2)));
    isGood(new HistoryEvent.Returned(2, new Outcome.Conflict(-1, 0)));
    add(new HistoryEvent.Bounds(WRITER, A, 0, 0, 1, -1));
    isBad(Rule.NO_GAPS, new HistoryEvent.KeyScanned(WRITER, A, "k", 0, 9, false, List.of()));
    isBad(Rule.READS_AGREE, new HistoryEvent.KeyAsked(WRITER, A, "k", -1, null));
    isGood(new HistoryEvent.KeyAsked(WRITER, A, "k", 0, new Seen(0, 1, 1, 1, "k", false)));
  }

  @Test
  void whatWasRefusedIsNeverThere() {
    add(invoked(1, Level.OS, part(A, 1)), new HistoryEvent.Returned(1, new Outcome.Refused("disk full")));
    isBad(Rule.REFUSED_STAYS_AWAY, new HistoryEvent.Glimpsed(A, seen(0, 1, 1)));
  }

  @Test
  void whatACrashTookNeverComesBack() {
    append(1, 0, 1, Level.OS);
    died(End.POWER_CUT);
    add(found(A, 0), found(B, 0), new HistoryEvent.Settled());
    isBad(Rule.REFUSED_STAYS_AWAY, new HistoryEvent.Glimpsed(A, seen(0, 1, 1)));
  }

  @Test
  void whatWasTrimmedNeverComesBackAndNothingElseGoes() {
    for (int i = 0; i < 3; i++) append(i, i, 1 + i, Level.DISK);
    isBad(Rule.ONLY_TRIMMED_GOES, new HistoryEvent.Bounds(WRITER, A, 1, 2, 1, 2));
    add(new HistoryEvent.Trimming(A, 2), new HistoryEvent.Trimmed(A, 0, 2));
    isBad(Rule.TRIMMED_STAYS_AWAY, new HistoryEvent.Bounds(WRITER, A, 0, 2, 1, 2));
    died(End.KILLED);
    isBad(Rule.TRIMMED_STAYS_AWAY, found(A, 0, seen(0, 1, 0), seen(1, 2, 1), seen(2, 3, 2)));
    isBad(Rule.ONLY_TRIMMED_GOES, new HistoryEvent.Found(A, 3, 3, List.of(), 2));
    isGood(found(A, 2, seen(2, 3, 2)));
  }

  @Test
  void noTrimPassesAPin() {
    for (int i = 0; i < 3; i++) append(i, i, 1 + i, Level.DISK);
    add(new HistoryEvent.Pinned(A, 5, 1), new HistoryEvent.Trimming(A, 2));
    isBad(Rule.ONLY_TRIMMED_GOES, new HistoryEvent.Trimmed(A, 0, 2));
    isGood(new HistoryEvent.Trimmed(A, 0, 1));
  }

  @Test
  void appendTimesGrowUnlessTheClockIsSetBackFar() {
    append(1, 0, 10, Level.OS);
    add(invoked(2, Level.OS, part(B, 2)));
    isBad(Rule.TIMES_GROW, acknowledged(2, Level.OS, new Place(B, 0, 1, 1, 10)));
    isBad(Rule.TIMES_GROW, new HistoryEvent.ClockSet(-Duration.ofSeconds(20).toNanos()),
        acknowledged(2, Level.OS, new Place(B, 0, 1, 1, 5)));
    isGood(new HistoryEvent.ClockSet(-Duration.ofSeconds(90).toNanos()),
        acknowledged(2, Level.OS, new Place(B, 0, 1, 1, 5)));
  }

  @Test
  void aTimeIsWhereItIsReached() {
    append(1, 0, 10, Level.OS);
    append(2, 1, 20, Level.OS);
    add(new HistoryEvent.Bounds(WRITER, A, 0, 1, 1, -1));
    isBad(Rule.READS_AGREE, new HistoryEvent.TimeAsked(WRITER, A, 15, 0));
    isBad(Rule.READS_AGREE, new HistoryEvent.TimeAsked(WRITER, A, 15, 2));
    isGood(new HistoryEvent.TimeAsked(WRITER, A, 15, 1));
  }

  @Test
  void channelsStayUntilTheyAreDropped() {
    add(new HistoryEvent.Ended(End.POWER_CUT));
    isBad(Rule.CHANNELS_STAY, new HistoryEvent.Opened(Map.of(A, "a")));
    isBad(Rule.CHANNELS_STAY, new HistoryEvent.Opened(Map.of(A, "a", B, "b", new UUID(0, 3), "c")));
    isGood(new HistoryEvent.MaybeDropped(B), new HistoryEvent.Opened(Map.of(A, "a")));
    isBad(Rule.CHANNELS_STAY, new HistoryEvent.Dropped(B), new HistoryEvent.Opened(Map.of(A, "a", B, "b")));
  }

  @Test
  void anAcknowledgementReachesWhatWasAskedFor() {
    add(invoked(1, Level.DISK, part(A, 1)));
    isBad(Rule.ACKNOWLEDGED_STAYS, acknowledged(1, Level.OS, new Place(A, 0, 1, 1, 1)));
  }

  // ---- histories

  private void add(HistoryEvent... more) { events.addAll(Arrays.asList(more)); }

  private void append(int number, long seq, long ts, Level level) {
    add(invoked(number, level, part(A, number)), acknowledged(number, level, new Place(A, seq, 1, 1, ts)));
  }

  private void died(End how) {
    add(new HistoryEvent.Ended(how), new HistoryEvent.Opened(Map.of(A, "a", B, "b")));
  }

  private static HistoryEvent invoked(int call, Level level, Part... parts) {
    return new HistoryEvent.Invoked(call, List.of(parts), level);
  }

  private static Part part(UUID channel, long... numbers) {
    return new Part(channel, Arrays.stream(numbers).mapToObj(number -> new Handed(number, null, false)).toList(),
        new Condition.None());
  }

  private static HistoryEvent acknowledged(int call, Level level, Place... places) {
    return new HistoryEvent.Returned(call, new Outcome.Acknowledged(List.of(places), level));
  }

  private static Seen seen(long seq, long ts, long number) { return new Seen(seq, 1, ts, number, null, false); }

  private static HistoryEvent found(UUID channel, long first, Seen... seen) {
    long next = first + seen.length;
    return new HistoryEvent.Found(channel, first, next, List.of(seen), next - 1);
  }

  private static HistoryEvent scanned(Seen... seen) {
    return new HistoryEvent.Scanned(WRITER, A, false, 0, 9, false, List.of(seen));
  }

  // ---- what the checker says

  private void isGood(HistoryEvent... more) { check(more); }

  /// The last event breaks the rule, and none before it.
  private void isBad(Rule rule, HistoryEvent... more) {
    int last = more.length - 1;
    check(IntStream.range(0, last).mapToObj(i -> more[i]).toArray(HistoryEvent[]::new));
    BadHistory bad = catchThrowableOfType(BadHistory.class, () -> check(more));
    assertThat(bad).as("%s of %s", rule, more[last]).isNotNull();
    assertThat(bad.rule()).as(bad.getMessage()).isEqualTo(rule);
  }

  private void check(HistoryEvent... more) {
    var checker = new HistoryChecker();
    events.forEach(checker::accept);
    for (HistoryEvent event : more) checker.accept(event);
  }
}
