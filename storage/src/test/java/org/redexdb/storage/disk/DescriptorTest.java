// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is put away loses nothing: neither bytes, nor the news that some could not be forced.
class DescriptorTest {
  @TempDir
  Path folder;

  private final List<Watched> opened = new ArrayList<>();
  private boolean refuseForce;

  private Descriptor descriptor(DescriptorBudget budget, String name) throws IOException {
    Path path = folder.resolve(name);
    Files.write(path, new byte[0]);
    var descriptor = new Descriptor(open(path), () -> open(path), budget);
    budget.opened(descriptor);
    return descriptor;
  }

  private Watched open(Path path) throws IOException {
    var channel = new Watched(SystemDisk.openChannel(path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)));
    opened.add(channel);
    return channel;
  }

  private static void write(Descriptor descriptor) throws IOException {
    descriptor.write(open -> open.write(ByteBuffer.wrap(new byte[]{1}), 0));
  }

  private long openNow() { return opened.stream().filter(Watched::isOpen).count(); }

  @Test
  void aDescriptorWithUnforcedWritesIsForcedBeforeItIsClosed() throws IOException {
    var budget = new DescriptorBudget(1);
    Descriptor first = descriptor(budget, "a");
    write(first);
    descriptor(budget, "b");
    Watched channel = opened.getFirst();
    assertThat(channel.isOpen()).isFalse();
    assertThat(channel.forces).isEqualTo(1);
    first.use(AsynchronousFileChannel::size);
    assertThat(opened).as("opened again for its next use").hasSize(3);
  }

  @Test
  void oneThatIsCleanGoesBeforeOneThatIsNot() throws IOException {
    var budget = new DescriptorBudget(2);
    Descriptor dirty = descriptor(budget, "a");
    write(dirty);
    Descriptor clean = descriptor(budget, "b");
    write(clean);
    clean.force(false);
    descriptor(budget, "c");
    assertThat(dirty.isOpen()).isTrue();
    assertThat(clean.isOpen()).isFalse();
    assertThat(opened.getFirst().forces).isZero();
  }

  @Test
  void aForceThatFailsOnTheWayIsToldToTheNextForceAndTheDescriptorStaysOpen() throws IOException {
    var budget = new DescriptorBudget(1);
    Descriptor first = descriptor(budget, "a");
    write(first);
    refuseForce = true;
    descriptor(budget, "b");
    refuseForce = false;
    assertThat(first.isOpen()).isTrue();
    Descriptor third = descriptor(budget, "c");
    descriptor(budget, "d");
    assertThat(first.isOpen()).as("what nobody was told of is not put away").isTrue();
    assertThat(third).isNotNull();
    assertThatThrownBy(() -> first.force(false)).isInstanceOf(IOException.class).hasMessage("refused");
    first.force(false);
  }

  @Test
  void aWriteBegunWhileAForceRanIsNotCountedAsForced() throws IOException {
    var budget = new DescriptorBudget(1);
    Descriptor first = descriptor(budget, "a");
    write(first);
    opened.getFirst().amidForce = () -> write(first);
    first.force(false);
    opened.getFirst().amidForce = null;
    descriptor(budget, "b");
    assertThat(opened.getFirst().forces).as("once more before it was closed").isEqualTo(2);
    assertThat(first.isOpen()).isFalse();
  }

  @Test
  void whatIsInUseOrMappedForWritingStaysOpen() throws IOException {
    var budget = new DescriptorBudget(1);
    Descriptor kept = descriptor(budget, "a");
    kept.keep();
    Descriptor used = descriptor(budget, "b");
    used.use(_ -> {
      for (String name : List.of("c", "d", "e")) descriptor(budget, name);
      assertThat(used.isOpen()).isTrue();
      return true;
    });
    assertThat(kept.isOpen()).isTrue();
    assertThat(budget.open()).isEqualTo((int) openNow());
  }

  @Test
  void aClosedOneIsClosedWhetherOrNotItWasPutAway() throws IOException {
    var budget = new DescriptorBudget(1);
    Descriptor away = descriptor(budget, "a");
    Descriptor open = descriptor(budget, "b");
    away.close();
    open.close();
    assertThat(openNow()).isZero();
    assertThat(budget.open()).isZero();
    for (Descriptor closed : List.of(away, open))
      assertThatThrownBy(() -> write(closed)).isInstanceOf(ClosedChannelException.class);
  }

  private interface Step {
    void run() throws IOException;
  }

  /// Counts forces, and lets them fail.
  private final class Watched extends AsynchronousFileChannel {
    private final AsynchronousFileChannel real;
    private int forces;
    private @Nullable Step amidForce;

    Watched(AsynchronousFileChannel real) {
      this.real = real;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      if (refuseForce) throw new IOException("refused");
      forces++;
      real.force(metaData);
      if (amidForce != null) amidForce.run();
    }

    @Override
    public long size() throws IOException { return real.size(); }

    @Override
    public AsynchronousFileChannel truncate(long size) throws IOException { return real.truncate(size); }

    @Override
    public <A> void lock(long position, long size, boolean shared, A attachment,
        CompletionHandler<FileLock, ? super A> handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<FileLock> lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) { throw new UnsupportedOperationException(); }

    @Override
    public <A> void read(ByteBuffer dst, long position, A attachment, CompletionHandler<Integer, ? super A> handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Integer> read(ByteBuffer dst, long position) { return real.read(dst, position); }

    @Override
    public <A> void write(ByteBuffer src, long position, A attachment, CompletionHandler<Integer, ? super A> handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Integer> write(ByteBuffer src, long position) { return real.write(src, position); }

    @Override
    public boolean isOpen() { return real.isOpen(); }

    @Override
    public void close() throws IOException { real.close(); }
  }
}
