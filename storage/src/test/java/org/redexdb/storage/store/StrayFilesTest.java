// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Log;

/// What a verification says of files that are none of the store's.
class StrayFilesTest {
  private static final String SEGMENT = "00000000000000000000.seg";

  @TempDir
  Path folder;
  private Path log = Path.of("");

  private List<String> notes() throws IOException {
    try (var store = Storage.open(StoreEnvironment.system(), folder,
        StoreOptions.DEFAULTS.withMode(StoreOptions.Mode.READ_ONLY))) {
      return store.verify(Progress.NONE).notes();
    }
  }

  private void makeStore() throws IOException {
    try (var store = Storage.open(StoreEnvironment.system(), folder, StoreOptions.DEFAULTS)) {
      store.create("a", new LogOptions(1 << 16))
          .append(PayloadCodec.BYTES, new byte[0], new byte[10], 0, 10, Log.ANY_SEQ, Ack.DISK);
    }
    try (var logs = Files.list(folder.resolve("logs"))) {
      log = logs.findFirst().orElseThrow();
    }
  }

  @Test
  void nothingIsSaidOfTheFilesOfAStore() throws IOException {
    makeStore();
    assertThat(notes()).isEmpty();
  }

  @Test
  void aFileOfTheStoreWhoseNameHasMoreBeforeItIsNone() throws IOException {
    makeStore();
    for (String name : List.of("my-store.meta", "oldjournal", "old-front")) Files.createFile(folder.resolve(name));
    Files.copy(log.resolve(SEGMENT), log.resolve("backup.seg"));
    assertThat(notes()).hasSize(4).allMatch(note -> note.endsWith(": no file of this store; it is left alone"));
  }

  @Test
  void itIsSaidWhatBecomesOfWhatAStoreItselfHasLeft() throws IOException {
    makeStore();
    for (String name : List.of(SEGMENT + ".copy", SEGMENT + ".damaged-12", "00000000000000000007.idx"))
      Files.createFile(log.resolve(name));
    Files.createFile(folder.resolve("store.meta.new"));
    assertThat(notes()).hasSize(4)
        .anyMatch(note -> note.startsWith("a: ") && note.contains(".seg.copy: an unfinished copy"))
        .anyMatch(note -> note.contains(".seg.damaged-12: a damaged file that a repair has kept"))
        .anyMatch(note -> note.contains("7.idx: derived from a segment that is not there"))
        .anyMatch(note -> note.contains("store.meta.new: an unfinished store header"));
  }
}
