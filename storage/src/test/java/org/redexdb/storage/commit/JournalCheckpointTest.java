// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Disks;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.FrameBatch;
import org.redexdb.storage.api.Level;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Position;
import org.redexdb.storage.api.Where;
import org.redexdb.storage.commit.MultiLogAppend.Part;
import org.redexdb.storage.front.Front;
import org.redexdb.storage.runtime.CallerCrew;
import org.redexdb.storage.runtime.SystemTime;
import org.redexdb.storage.segment.IndexFill;
import org.redexdb.storage.segment.PreparedSegment;
import org.redexdb.storage.segment.Segment;
import org.redexdb.storage.segment.SegmentFiles;
import org.redexdb.storage.segment.SegmentIdentity;
import org.redexdb.storage.segment.SegmentList;
import org.redexdb.storage.segment.SegmentStats;

/// Records stay for as long as a log may need them.
class JournalCheckpointTest {
  private static final long SEGMENT_BYTES = 64 << 10;
  private static final UUID STORE = new UUID(1, 1);

  private final Disk disk = Disks.system();
  private final Identities identities = new Identities(new SplittableRandom(1));
  private final CallerCrew crew = new CallerCrew();
  @TempDir
  Path folder;

  /// Nobody looks.
  private static final class Unseen implements TipSink {
    @Override
    public void published(long logId, long tipSeq) {}

    @Override
    public void published(long[] logIds, long[] tipSeqs) {}

    @Override
    public void durable(long logId, long durableSeq) {}

    @Override
    public void floor(long logId, long floorSeq) {}

    @Override
    public void forceFailed() {}
  }

  @Test
  void aRecordStaysUntilTheFramesItDecidesAboutAreInTheirLogs() throws IOException {
    Front front = Front.create(disk, folder.resolve("front"), STORE, 1, 4);
    var writers = new Writers(crew, disk, front, new SystemTime(), identities, 1,
        new Fence(Where.file(folder), () -> 1, 1, new SystemTime()), false, new Unseen());
    Journal journal = writers.journal();
    journal.makeWith(() -> log(Journal.LOG_ID, "journal", writers));
    LogWriter a = log(0, "a", writers);
    LogWriter b = log(1, "b", writers);
    LogWriter c = log(2, "c", writers);
    LogWriter d = log(3, "d", writers);
    commit(writers, c, d);
    Path first = folder.resolve("journal").resolve("00000000000000000000.seg");

    // A thread that goes no further for a while, as far as others can see.
    List<Participant.Place> places = List.of(place(a), place(b));
    FrameBatch content = Journal.record(places);
    Journal.Placing placing = journal.place();
    long record = journal.append(content);
    for (int i = 0; i < 40; i++) commit(writers, c, d);
    runTasks();
    assertThat(journalFiles()).as("journal files, rolled meanwhile").hasSizeGreaterThan(1);
    assertThat(first).as("file of the record").exists();

    for (Participant.Place place : places) place.participant().put(place, record);
    for (Participant.Place place : places) place.participant().publish(place);
    journal.decided(record, places, false);
    journal.placed(placing);
    runTasks();
    assertThat(first).as("file of the record, which is of no use any more").doesNotExist();
    assertThat(a.durableSeq()).isZero();
    crew.stop();
    front.close();
  }

  private List<Path> journalFiles() throws IOException {
    try (var files = Files.list(folder.resolve("journal"))) {
      return files.filter(file -> SegmentFiles.isSegment(file.getFileName().toString())).toList();
    }
  }

  private static Participant.Place place(LogWriter log) {
    FrameBatch batch = batch(100);
    return log.participant().place(batch, (int) batch.frameBytes(), null);
  }

  private static void commit(Writers writers, LogWriter c, LogWriter d) {
    new MultiLogAppend(writers, List.of(new Part(2, c, batch(2_000), Log.ANY_SEQ),
        new Part(3, d, batch(2_000), Log.ANY_SEQ))).run(Level.OS);
  }

  private static FrameBatch batch(int bytes) {
    return new FrameBatch().add(PayloadCodec.BYTES, new byte[0], new byte[bytes], 0, bytes);
  }

  private void runTasks() { for (int i = 0; i < 10; i++) crew.awaitUntil(() -> false, 1); }

  private LogWriter log(long id, String name, Writers writers) throws IOException {
    Path directory = folder.resolve(name);
    disk.createDirectory(directory);
    var files = new SegmentFiles(disk, crew, directory, name);
    var identity = new SegmentIdentity(STORE, identities.uuid(), identities.uuid(), identities.salt(), id,
        SEGMENT_BYTES, 0, SEGMENT_BYTES, name);
    PreparedSegment.create(disk, files.segment(0), identity).file().close();
    var segments = new SegmentList(List.of(Segment.reopened(files, identity, 0, SegmentIdentity.HEADER_BYTES,
        new SegmentStats(Long.MIN_VALUE), 1, new IndexFill())), 0);
    return new LogWriter(id, files, SEGMENT_BYTES, segments, new LogWriter.Recovered(Position.NONE, null), writers);
  }
}
