// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.Progress;
import org.redexdb.storage.api.StorageException;
import org.redexdb.storage.api.Store;
import org.redexdb.testkit.DiskImage;
import org.redexdb.testkit.SimClock;
import org.redexdb.testkit.SimDisk;
import org.redexdb.testkit.SimStores;

/// Bytes below the durable mark that changed by themselves: a named error, never a shorter log, never a wrong event, and
/// the damaged file stays as it is.
class BitRotCrash {
  private static final int PAGE_BYTES = 4096;

  @Test
  void everyWordOfAnOpenSegmentIsGuarded() throws IOException {
    SmallStore store = SmallStore.of(40, 120);
    assertThat(store.segments()).hasSize(1);
    var damages = new Damages(store);
    for (int at = SmallStore.SEGMENT_HEADER_BYTES; at < store.usedBytes(damages.file); at += 8) {
      damages.apply(at, 8, "zeroed", bytes -> Arrays.fill(bytes, (byte) 0));
      damages.apply(at, 8, "one bit flipped", damages::flipOneBit);
      damages.apply(at, 8, "inverted", BitRotCrash::invert);
    }
    damages.check();
  }

  @Test
  void everyWordOfASealedSegmentIsGuarded() throws IOException {
    SmallStore store = SmallStore.of(400, 500);
    assertThat(store.segments()).hasSizeGreaterThan(1);
    var damages = new Damages(store);
    int used = store.usedBytes(damages.file);
    // All of the end, where seal and footer are, and a part of the rest.
    for (int at = SmallStore.SEGMENT_HEADER_BYTES; at < used; at += at < used - 1200 ? 408 : 8) {
      damages.apply(at, 8, "zeroed", bytes -> Arrays.fill(bytes, (byte) 0));
      damages.apply(at, 8, "one bit flipped", damages::flipOneBit);
    }
    damages.check();
  }

  @Test
  void everyPageOfFramesIsGuarded() throws IOException {
    SmallStore store = SmallStore.of(400, 500);
    var damages = new Damages(store);
    int used = store.usedBytes(damages.file);
    for (int at = SmallStore.SEGMENT_HEADER_BYTES; at < used; at += PAGE_BYTES) {
      int bytes = Math.min(PAGE_BYTES, used - at);
      damages.apply(at, bytes, "zeroed", page -> Arrays.fill(page, (byte) 0));
      damages.apply(at, bytes, "inverted", BitRotCrash::invert);
      damages.apply(at, bytes, "one bit flipped", damages::flipOneBit);
    }
    damages.check();
  }

  private static void invert(byte[] bytes) { for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) ~bytes[i]; }

  /// Applies one damage after the other to a fresh copy of the store and collects what went wrong.
  private static final class Damages {
    private final SmallStore store;
    private final Path file;
    private final byte[] whole;
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<String> failures = new ArrayList<>();
    private int applied;

    Damages(SmallStore store) {
      this.store = store;
      file = store.segments().getFirst();
      whole = Objects.requireNonNull(store.image().files().get(file));
    }

    void apply(int at, int length, String how, Consumer<byte[]> damage) throws IOException {
      byte[] part = Arrays.copyOfRange(whole, at, at + length);
      damage.accept(part);
      if (Arrays.equals(part, 0, length, whole, at, at + length)) return;
      applied++;
      DiskImage damaged = store.image().copy();
      byte[] content = Objects.requireNonNull(damaged.files().get(file));
      System.arraycopy(part, 0, content, at, length);
      Disk disk = SimDisk.seeded(1).writeBackByItself(false);
      damaged.writeTo(disk, SmallStore.FOLDER);
      String outcome = outcome(disk);
      if (!outcome.isEmpty()) failures.add(length + " bytes at " + at + " " + how + ": " + outcome);
      byte[] after = Objects.requireNonNull(DiskImage.of(disk, SmallStore.FOLDER).files().get(file));
      int changed = Arrays.mismatch(content, SmallStore.SEGMENT_HEADER_BYTES, content.length, after,
          SmallStore.SEGMENT_HEADER_BYTES, after.length);
      if (changed >= 0)
        failures.add(length + " bytes at " + at + " " + how + ": the damaged file was changed at "
            + (changed + SmallStore.SEGMENT_HEADER_BYTES));
    }

    /// @return what is wrong, empty when damage was answered as it should be
    private String outcome(Disk disk) {
      try (Store opened = SimStores.open(disk, SmallStore.FOLDER, SmallStore.OPTIONS, new SimClock())) {
        List<String> problems = opened.verify(Progress.NONE).problems();
        boolean refused = false;
        try {
          List<byte[]> found = SmallStore.read(opened);
          if (found.size() != store.payloads().size())
            return found.size() + " events of " + store.payloads().size() + " and no error";
          for (int i = 0; i < found.size(); i++)
            if (!Arrays.equals(found.get(i), store.payloads().get(i))) return "a wrong event at " + i;
        } catch (StorageException.Corrupt e) {
          refused = true;
          if (!e.where().known()) return "an error that does not say where: " + e.getMessage();
        }
        if (problems.isEmpty()) return refused ? "verification found nothing, reading did" : "nobody noticed";
        return "";
      } catch (StorageException.Corrupt | StorageException.Unsupported e) {
        return e.where().known() ? "" : "an error that does not say where: " + e.getMessage();
      } catch (RuntimeException e) {
        return "not a named error: " + e;
      }
    }

    private void flipOneBit(byte[] bytes) {
      int bit = random.nextInt(bytes.length * 8);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }

    void check() {
      assertThat(applied).as("damages").isGreaterThan(20);
      assertThat(failures).as("of %d damages", applied).isEmpty();
    }
  }
}
