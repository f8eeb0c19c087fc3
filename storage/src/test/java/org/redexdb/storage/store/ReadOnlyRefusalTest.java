// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Disks;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.InLog;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.api.StoreOptions.Mode;
import org.redexdb.storage.api.Where;

/// What an error tells a caller who does not read its message.
class ReadOnlyRefusalTest {
  @TempDir
  Path temporary;

  private Store open(Mode mode) {
    return Storage.open(StoreEnvironment.of(Disks.system()), temporary.resolve("store"),
        StoreOptions.DEFAULTS.withMode(mode));
  }

  private static void assertNamesNobody(Store reader) {
    assertThatThrownBy(reader::requireWritable).isInstanceOfSatisfying(StorageException.ReadOnly.class,
        e -> assertThat(e.pid()).isZero()).hasMessageContaining("opened read-only");
  }

  @Test
  void aReaderNamesNobodyWhenNobodyElseWrites() {
    try (Store writer = open(Mode.CREATE_OR_WRITE)) {
      writer.requireWritable();
      writer.create("orders", new LogOptions(StoreOptions.DEFAULTS.segmentBytes()));
      try (Store reader = open(Mode.READ_ONLY)) {
        assertNamesNobody(reader);
      }
    }
    try (Store reader = open(Mode.READ_ONLY)) {
      assertNamesNobody(reader);
      assertThatThrownBy(() -> reader.create("x", new LogOptions(StoreOptions.DEFAULTS.segmentBytes())))
          .isInstanceOf(StorageException.ReadOnly.class);
    }
  }

  @Test
  void aFailedAppendSaysWhetherItsEventsAreInTheLog() {
    assertThat(new StorageException.DiskFull(Where.NOWHERE, null).inLog()).isEqualTo(InLog.NO);
    assertThat(StorageException.DiskFull.whileForcing(Where.NOWHERE, null).inLog()).isEqualTo(InLog.YES);
    assertThat(new StorageException.Interrupted(Where.NOWHERE, "waiting").inLog()).isEqualTo(InLog.UNKNOWN);
    for (InLog inLog : InLog.values())
      assertThat(new StorageException.Interrupted(Where.NOWHERE, "waiting", inLog).inLog()).isEqualTo(inLog);
  }
}
