// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Disks;
import org.redexdb.storage.Storage;
import org.redexdb.storage.StoreEnvironment;
import org.redexdb.storage.StoreEnvironment.Work;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.storage.runtime.SystemTime;

class LogNumbersTest {
  private static final LogOptions SMALL = new LogOptions(64 << 10);

  @TempDir
  Path folder;

  /// Listings of the folder of all logs.
  private int listed;
  /// Its name is not forced, once, when this is in it.
  private @Nullable String refused;

  private Store open() {
    Disk system = Disks.system();
    var disk = (Disk) Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[]{Disk.class},
        (_, method, arguments) -> {
          if (method.getName().equals("list") && ((Path) arguments[0]).endsWith("logs")) listed++;
          if (method.getName().equals("forceDirectory") && refused != null
              && system.list((Path) arguments[0]).contains(refused)) {
            refused = null;
            throw new IOException("refused");
          }
          try {
            return method.invoke(system, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
    return Storage.open(new StoreEnvironment(disk, new SystemTime(), new SplittableRandom(1), Work.CALLER), folder,
        StoreOptions.DEFAULTS.withFrontBlocks(8));
  }

  @Test
  void aNewLogCostsTheSameHoweverManyThereAre() {
    try (Store store = open()) {
      store.create("first", SMALL);
      int before = listed;
      for (int i = 1; i <= 20; i++) assertThat(store.create("log" + i, SMALL).id()).isEqualTo(i);
      assertThat(listed).isEqualTo(before);
    }
  }

  @Test
  void theNumberOfAFolderThatAFailedCreationLeftIsNotGivenAgain() {
    try (Store store = open()) {
      assertThat(store.create("first", SMALL).id()).isZero();
      refused = "1-second";
      assertThatThrownBy(() -> store.create("second", SMALL)).isInstanceOf(StorageException.DeviceFault.class);
      assertThat(refused).isNull();
      assertThat(store.create("second", SMALL).id()).isEqualTo(2);
      store.drop(2);
      assertThat(store.create("third", SMALL).id()).isEqualTo(3);
    }
  }
}
