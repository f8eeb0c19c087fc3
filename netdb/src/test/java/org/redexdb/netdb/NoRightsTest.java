// SPDX-License-Identifier: Apache-2.0
package org.redexdb.netdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redexdb.netdb.OpenOptions.Access;
import org.redexdb.redex.Redex;
import org.redexdb.redex.api.Event;
import org.redexdb.redex.api.PayloadChecks;
import org.redexdb.storage.Disks;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.StoreOptions;

/// A store whose files the process may read and not write.
class NoRightsTest {
  @TempDir
  Path folder;
  private Path data;

  @BeforeEach
  void write() {
    data = folder.resolve("data");
    try (var db = NetDb.open(data)) {
      db.channel("orders").append("1");
    }
  }

  /// Runs of a build by root may write everything, so rights are not taken away but the refusal is made.
  private static Disk refusing(FileSystemException refusal) {
    Disk system = Disks.system();
    return (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[]{Disk.class},
        (_, method, values) -> {
          if (method.getName().equals("tryLock")) throw refusal;
          try {
            return method.invoke(system, values);
          } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isOpenedToRead(boolean mounted) {
    var refusal = mounted
        ? new FileSystemException("redex.lock", null, "Read-only file system")
        : new AccessDeniedException("redex.lock");
    try (var db = Databases.open(refusing(refusal), data, OpenOptions.DEFAULTS)) {
      assertThat(db.readOnly()).isTrue();
      assertThat(db.findChannel("orders").orElseThrow().read(0).orElseThrow().text()).isEqualTo("1");
      assertThatThrownBy(() -> db.findChannel("orders").orElseThrow().append("2"))
          .isInstanceOf(StorageException.ReadOnly.class);
    }
  }

  @Test
  void itsWriterIsFollowed() {
    try (var writing = Redex.open(StoreEnvironment.system(), data, StoreOptions.DEFAULTS, PayloadChecks.NONE);
        var db = Databases.open(refusing(new AccessDeniedException("redex.lock")), data, OpenOptions.DEFAULTS)) {
      assertThat(db.readOnly()).isTrue();
      writing.channel("orders").append(Event.json("2"));
      assertThat(db.findChannel("orders").orElseThrow().read(1).orElseThrow().text()).isEqualTo("2");
    }
  }

  @Test
  void whoAsksToWriteIsToldWhyNot() {
    Disk disk = refusing(new AccessDeniedException("redex.lock"));
    assertThatThrownBy(() -> Databases.open(disk, data, OpenOptions.DEFAULTS.withAccess(Access.WRITE)))
        .isInstanceOf(StorageException.ReadOnly.class).hasMessageContaining("redex.lock")
        .hasMessageContaining("give the process the rights");
  }

  @Test
  void aFolderWithoutAStoreIsNotTakenForOne() {
    Disk disk = refusing(new AccessDeniedException("redex.lock"));
    assertThatThrownBy(() -> Databases.open(disk, folder, OpenOptions.DEFAULTS))
        .isInstanceOf(StorageException.DeviceFault.class).hasMessageContaining("permissions");
  }
}
