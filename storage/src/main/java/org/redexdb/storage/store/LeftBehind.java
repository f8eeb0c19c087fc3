// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.commit.Journal;
import org.redexdb.storage.front.FrontImage;
import org.redexdb.storage.journal.JournalContent;
import org.redexdb.storage.recovery.JournalRecovery;
import org.redexdb.storage.recovery.LogRecovery.Situation;
import org.redexdb.storage.recovery.LogRepair;
import org.redexdb.storage.recovery.Redo;
import org.redexdb.storage.segment.SegmentFiles;

/// What a writer that did not close the store left besides the segments: its front, and its journal where the header speaks
/// of one. A journal folder of which it does not is on its way out, or was never used.
///
/// @param meta as the writer left it
record LeftBehind(StoreOpening.Environment environment, Path directory, StoreMeta meta) {
  /// How the note of a reader begins that cannot read the journal.
  private static final String JOURNAL_DAMAGED = "logs are shown up to the first event whose commit has no readable record: ";

  /// For who writes. Before the first log is touched the journal is on the device: were a record lost with the power after
  /// one log took its part from it, the others would miss theirs.
  Redo settled(Situation situation, List<String> notes) throws IOException {
    FrontImage front = front();
    if (meta.journal()) JournalRecovery.settle(files(), environment.identities(), situation, front, notes);
    JournalContent journal = journal();
    if (journal.isLossy())
      notes.add("records of commits over several logs were lost in a repair; where one of their logs has its part"
          + " and another does not, that stays so");
    return new Redo(front, journal, Redo.Use.LAY_ON);
  }

  private SegmentFiles files() {
    return new SegmentFiles(environment.disk(), environment.crew(), directory.resolve(JournalRecovery.FOLDER),
        Journal.LOG_NAME, environment.keyHash());
  }

  /// Who has found out what is damaged in the journal, and repairs it; null when there is none to be.
  @Nullable
  LogRepair journalRepair() throws IOException { return meta.journal() ? journalRepair(front()) : null; }

  private LogRepair journalRepair(FrontImage front) throws IOException {
    LogRepair first = journalRepair(front, List.of());
    var damage = new ArrayList<>(first.damage());
    // What recovery refuses a repair must mend, else nothing would.
    if (damage.isEmpty()) {
      StorageException why = environment.disk().isDirectory(directory.resolve(JournalRecovery.FOLDER))
          ? JournalRecovery.refusal(files(), environment.identities(), StoreOpening.forWriter(environment.disk(), meta),
              front)
          : null;
      if (why == null) return first;
      damage.add(String.valueOf(why.getMessage()));
    }
    first.close();
    return journalRepair(front, damage);
  }

  private LogRepair journalRepair(FrontImage front, List<String> damage) throws IOException {
    var repair = new LogRepair(files(), environment.identities(),
        new Redo(front, new JournalContent(), Redo.Use.LAY_ON),
        new LogRepair.Known(meta.store(), Journal.LOG_ID, false, -1, damage));
    try {
      repair.plan();
      return repair;
    } catch (Throwable t) {
      repair.close();
      throw t;
    }
  }

  /// With what can be read of a damaged journal. Changes nothing.
  Redo salvaged(LogRepair journal) throws IOException { return new Redo(front(), journal.records(), Redo.Use.LAY_ON); }

  /// As it stands. Changes nothing.
  Redo found() throws IOException { return new Redo(front(), journal(), Redo.Use.LAY_ON); }

  /// For a reader of a store without a writer: what only the front holds is left to the next one. Of a damaged journal the
  /// records that can be read count; from the first event on that one of the others may have named, a log is not shown.
  Redo shown(List<String> notes, List<String> problems) throws IOException {
    try {
      return new Redo(new FrontImage(), journal(), Redo.Use.LOOK);
    } catch (StorageException e) {
      notes.add(JOURNAL_DAMAGED + e.getMessage());
      problems.add(String.valueOf(e.getMessage()));
    }
    try (LogRepair journal = journalRepair(new FrontImage())) {
      return new Redo(new FrontImage(), journal.records(), Redo.Use.LOOK);
    } catch (StorageException e) {
      notes.add("nothing of the journal can be used: " + e.getMessage());
      return new Redo(new FrontImage(), new JournalContent(), Redo.Use.LOOK);
    }
  }

  private FrontImage front() throws IOException {
    return FrontImage.read(environment.disk(), directory.resolve(StoreOpening.FRONT_NAME), meta.epoch());
  }

  private JournalContent journal() throws IOException {
    return meta.journal() ? JournalRecovery.read(environment.disk(), directory) : new JournalContent();
  }
}
