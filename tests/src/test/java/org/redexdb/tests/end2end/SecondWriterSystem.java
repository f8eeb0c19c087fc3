// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redexdb.netdb.NetDb;
import org.redexdb.netdb.OpenOptions;
import org.redexdb.storage.api.StorageException;
import org.redexdb.tests.support.ChildJvm;

/// Whoever comes second reads, or is told who holds the store; the first one notices nothing.
class SecondWriterSystem {
  @TempDir
  Path temporary;

  private Path folder() { return temporary.resolve("store"); }

  @Test
  void besideAWriterInAnotherProcessOneReadsAndIsToldItsPid() throws IOException {
    Process child = ChildJvm.start(StoreHolder.class, List.of(folder().toString()));
    try (BufferedReader said = child.inputReader()) {
      assertThat(said.readLine()).isEqualTo("ready");
      assertThatThrownBy(() -> NetDb.open(folder(), OpenOptions.DEFAULTS.withAccess(OpenOptions.Access.WRITE)))
          .isInstanceOfSatisfying(StorageException.InUse.class, e -> assertThat(e.pid()).isEqualTo(child.pid()))
          .hasMessageContaining("pid " + child.pid());
      try (var reader = NetDb.open(folder())) {
        assertThat(reader.readOnly()).isTrue();
        assertThat(Shop.count(reader)).isEqualTo(Shop.EVENTS);
        assertThatThrownBy(() -> reader.execute("INSERT INTO orders (n) VALUES (1)"))
            .satisfies(e -> assertNames(child.pid(), e));
        assertThatThrownBy(() -> reader.execute("CREATE CHANNEL other")).satisfies(e -> assertNames(child.pid(), e));
        assertThatThrownBy(() -> reader.channel("other")).satisfies(e -> assertNames(child.pid(), e));
        assertThatThrownBy(() -> reader.channel(Shop.CHANNEL).append("{}"))
            .satisfies(e -> assertNames(child.pid(), e));
      }
      child.getOutputStream().write('\n');
      child.getOutputStream().close();
      assertThat(ChildJvm.exitCode(child)).as("the writer went on and closed").isZero();
    } finally {
      child.destroyForcibly();
    }
    Shop.assertHolds(folder(), Shop.EVENTS + 1);
  }

  private static void assertNames(long pid, Throwable refused) {
    assertThat(refused).isInstanceOfSatisfying(StorageException.ReadOnly.class, e -> {
      assertThat(e.sqlState()).isEqualTo("25006");
      assertThat(e.pid()).isEqualTo(pid);
    }).hasMessageContaining("pid " + pid);
  }

  @Test
  void aReaderNamesTheOtherProcessAsLongAsItWrites() throws IOException {
    Process child = ChildJvm.start(StoreHolder.class, List.of(folder().toString()));
    try (BufferedReader said = child.inputReader()) {
      assertThat(said.readLine()).isEqualTo("ready");
      try (var reader = NetDb.open(folder())) {
        assertThatThrownBy(() -> reader.execute("DROP CHANNEL orders")).satisfies(e -> assertNames(child.pid(), e));
        child.destroyForcibly();
        ChildJvm.awaitKilled(child);
        assertThatThrownBy(() -> reader.execute("DROP CHANNEL orders"))
            .isInstanceOfSatisfying(StorageException.ReadOnly.class, e -> assertThat(e.pid()).isZero());
      }
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void whenTheOtherProcessIsKilledTheNextOneWrites() throws IOException {
    Process child = ChildJvm.start(StoreHolder.class, List.of(folder().toString()));
    try (BufferedReader said = child.inputReader()) {
      assertThat(said.readLine()).isEqualTo("ready");
    } finally {
      child.destroyForcibly();
      ChildJvm.awaitKilled(child);
    }
    try (var db = NetDb.open(folder())) {
      assertThat(db.readOnly()).isFalse();
      Shop.assertUsable(db, Shop.EVENTS);
    }
    Shop.assertHolds(folder(), Shop.EVENTS + 1);
  }

  @Test
  void aSecondClassLoaderIsToldThatThisProcessHoldsTheStore() throws Exception {
    try (var db = NetDb.open(folder()); var loader = new SecondClassLoader()) {
      Shop.fill(db);
      assertThat(loader.open(folder())).startsWith("IN_USE 55006").contains("pid " + ProcessHandle.current().pid());
      Shop.assertUsable(db, Shop.EVENTS);
    }
    Shop.assertHolds(folder(), Shop.EVENTS + 1);
  }

  /// All our classes once more, as a second web application in one server has them.
  private static final class SecondClassLoader extends URLClassLoader {
    SecondClassLoader() throws MalformedURLException { super(classPath(), ClassLoader.getPlatformClassLoader()); }

    private static URL[] classPath() throws MalformedURLException {
      var entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
      var urls = new URL[entries.length];
      for (int i = 0; i < entries.length; i++) urls[i] = new File(entries[i]).toURI().toURL();
      return urls;
    }

    String open(Path folder) throws ReflectiveOperationException {
      Class<?> holder = loadClass(StoreHolder.class.getName());
      assertThat(holder).isNotSameAs(StoreHolder.class);
      var method = Arrays.stream(holder.getDeclaredMethods()).filter(each -> each.getName().equals("open")).findFirst()
          .orElseThrow();
      method.setAccessible(true);
      return (String) method.invoke(null, folder);
    }
  }
}
