// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.commit.Journal;
import org.redexdb.storage.front.FrontImage;
import org.redexdb.storage.journal.JournalContent;
import org.redexdb.storage.recovery.JournalRecovery;
import org.redexdb.storage.recovery.LogRecovery.Situation;
import org.redexdb.storage.recovery.Redo;
import org.redexdb.storage.segment.SegmentFiles;

/// What a writer that did not close the store left besides the segments: its front, and its journal where the header speaks
/// of one. A journal folder of which it does not is on its way out, or was never used.
///
/// @param meta as the writer left it
record LeftBehind(StoreOpening.Environment environment, Path directory, StoreMeta meta) {
  /// For who writes. Before the first log is touched the journal is on the device: were a record lost with the power after
  /// one log took its part from it, the others would miss theirs.
  Redo settled(Situation situation, List<String> notes) throws IOException {
    FrontImage front = front();
    if (meta.journal()) {
      var journal = new SegmentFiles(environment.disk(), environment.crew(), directory.resolve(JournalRecovery.FOLDER),
          Journal.LOG_NAME, environment.keyHash());
      JournalRecovery.settle(journal, environment.identities(), situation, front, notes);
    }
    return new Redo(front, journal(), Redo.Use.LAY_ON);
  }

  /// As it stands. Changes nothing.
  Redo found() throws IOException { return new Redo(front(), journal(), Redo.Use.LAY_ON); }

  /// For a reader of a store without a writer: what only the front holds is left to the next one.
  Redo shown(List<String> notes) throws IOException {
    try {
      return new Redo(new FrontImage(), journal(), Redo.Use.LOOK);
    } catch (StorageException e) {
      notes.add("commits over several logs that are not in their segments yet cannot be shown: " + e.getMessage());
      return Redo.none();
    }
  }

  private FrontImage front() throws IOException {
    return FrontImage.read(environment.disk(), directory.resolve(StoreOpening.FRONT_NAME), meta.epoch());
  }

  private JournalContent journal() throws IOException {
    return meta.journal() ? JournalRecovery.read(environment.disk(), directory) : new JournalContent();
  }
}
