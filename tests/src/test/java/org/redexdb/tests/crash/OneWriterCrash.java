// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.storage.Disks;
import org.redexdb.storage.api.Ack;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.FrameBlock;
import org.redexdb.storage.api.Log;
import org.redexdb.storage.api.LogOptions;
import org.redexdb.storage.api.PayloadCodec;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.storage.api.StoreOptions;
import org.redexdb.tests.support.ChildJvm;

/// A folder has one writer, whoever else tries, and readers as many as like.
class OneWriterCrash {
  @TempDir
  Path temporary;

  @Test
  void aSecondOpenInThisProcessIsRefusedAndTheFirstGoesOn() {
    try (Store store = RealStores.open(folder(), Appender.OPTIONS)) {
      Log log = store.create(Appender.LOG, new LogOptions(256 << 10));
      assertThatThrownBy(() -> RealStores.open(folder(), Appender.OPTIONS)).isInstanceOf(StorageException.InUse.class);
      append(log);
      assertThat(log.tip().seq()).isZero();
    }
    try (Store store = RealStores.open(folder(), Appender.OPTIONS)) {
      assertThat(store.logs().iterator().next().tip().seq()).isZero();
    }
  }

  @Test
  void anotherProcessIsRefusedAndTheFirstKeepsItsLock() throws IOException {
    try (Store store = RealStores.open(folder(), Appender.OPTIONS)) {
      Log log = store.create(Appender.LOG, new LogOptions(256 << 10));
      for (int attempt = 0; attempt < 2; attempt++) assertThat(openElsewhere()).startsWith("IN_USE 55006");
      append(log);
    }
    assertThat(openElsewhere()).isEqualTo("opened");
  }

  @Test
  void aSecondClassLoaderIsRefusedAndDoesNotBreakTheLock() throws Exception {
    try (Store store = RealStores.open(folder(), Appender.OPTIONS); var loader = new SecondClassLoader()) {
      assertThat(loader.open(folder())).startsWith("IN_USE 55006");
      assertThat(openElsewhere()).startsWith("IN_USE 55006");
      append(store.create(Appender.LOG, new LogOptions(256 << 10)));
    }
  }

  @Test
  void theProcessThatHoldsTheStoreIsNamed() throws IOException {
    Process child = ChildJvm.start(Appender.class, List.of(folder().toString(), "1"));
    try (var in = new DataInputStream(child.getInputStream())) {
      assertThat(in.readLong()).isEqualTo(-1);
      assertThatThrownBy(() -> RealStores.open(folder(), Appender.OPTIONS)).isInstanceOf(StorageException.InUse.class)
          .hasMessageContaining("pid " + child.pid());
    } finally {
      child.destroyForcibly();
      ChildJvm.awaitKilled(child);
    }
  }

  @Test
  void aReaderInAnotherProcessSeesEventsOfARunningWriterAndChangesNothing() throws IOException {
    Process child = ChildJvm.start(Appender.class, List.of(folder().toString(), "7"));
    try (var in = new DataInputStream(child.getInputStream())) {
      long acknowledged = -1;
      for (int i = 0; i < 1000; i++) acknowledged = in.readLong();
      try (Store reader = RealStores.open(folder(), Appender.OPTIONS.withMode(StoreOptions.Mode.READ_ONLY))) {
        Log log = reader.logs().iterator().next();
        assertThat(reader.readOnly()).isTrue();
        assertThatThrownBy(() -> append(log)).isInstanceOf(StorageException.ReadOnly.class);
        long seen = readAndCheck(log, 7);
        assertThat(seen).as("events seen, %d acknowledged before", acknowledged).isPositive();
      }
    } finally {
      child.destroyForcibly();
      ChildJvm.awaitKilled(child);
    }
  }

  /// Else a program could not open its store, or only read it, because another one looked at it.
  @Test
  void processesThatAskWhetherThereIsAWriterAreNotTakenForOne() throws IOException {
    Path file = temporary.resolve("lock");
    Disk disk = Disks.system();
    Objects.requireNonNull(disk.tryLock(file)).close();
    Process child = ChildJvm.start(LockAsker.class, List.of(file.toString()));
    try {
      assertThat(child.getInputStream().read()).isEqualTo(1);
      for (int i = 0; i < 3000; i++) {
        assertThat(disk.isLocked(file)).as("held by who asks").isFalse();
        try (Disk.Lock lock = disk.tryLock(file)) {
          assertThat(lock).as("lock of who wants to write").isNotNull();
        }
      }
    } finally {
      child.destroyForcibly();
      ChildJvm.awaitKilled(child);
    }
  }

  private static long readAndCheck(Log log, long seed) {
    var block = new FrameBlock();
    long next = 0;
    try (var frames = log.reader(0, Long.MAX_VALUE)) {
      while (frames.next(block)) {
        for (int i = 0; i < block.count(); i++, next++) {
          int at = block.payloadOffset(i);
          assertThat(Arrays.copyOfRange(block.bytes(), at, at + block.payloadLength(i)))
              .isEqualTo(Appender.payload(seed, next));
        }
      }
    }
    return next;
  }

  private Path folder() { return temporary.resolve("store"); }

  private static void append(Log log) {
    log.append(PayloadCodec.BYTES, new byte[0], new byte[10], 0, 10, -1, Ack.DISK);
  }

  private String openElsewhere() throws IOException {
    Process child = ChildJvm.start(Opener.class, List.of(folder().toString()));
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(ChildJvm.exitCode(child)).isZero();
    return said;
  }

  /// All our classes once more.
  private static final class SecondClassLoader extends URLClassLoader {
    SecondClassLoader() throws MalformedURLException { super(classPath(), ClassLoader.getPlatformClassLoader()); }

    private static URL[] classPath() throws MalformedURLException {
      String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
      var urls = new URL[entries.length];
      for (int i = 0; i < entries.length; i++) urls[i] = new File(entries[i]).toURI().toURL();
      return urls;
    }

    String open(Path folder) throws ReflectiveOperationException {
      Class<?> opener = loadClass(Opener.class.getName());
      assertThat(opener).isNotSameAs(Opener.class);
      var method = opener.getDeclaredMethod("tryOpen", Path.class);
      method.setAccessible(true);
      return (String) method.invoke(null, folder);
    }
  }
}
