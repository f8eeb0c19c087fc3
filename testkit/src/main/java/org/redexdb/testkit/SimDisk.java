// SPDX-License-Identifier: Apache-2.0
package org.redexdb.testkit;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;

/// A disk as one process of a simulated machine sees it, with everything a real one may do to a store: lose power and
/// keep any part of what was not forced, fail, run full, or have its process killed.
///
/// What it models: 512-byte sectors are written whole or not, each un-forced one independently; stores through a mapping
/// are in the page cache at once; the kernel writes back whenever it likes; a created, renamed or deleted name is
/// durable after the directory was forced; after a failed force the kernel takes the lost sectors for clean. What it
/// does not: bit rot (change a file for that), reordering of stores through a mapping, lifetimes of mappings (memory of a
/// closed arena stays readable), several hard links.
///
/// All chance comes from the seed, so one thread doing the same calls meets the same faults. Operations are counted, and
/// faults placed, by calls that change something; reads, maps and lists do not count. Relative paths start at `/`.
///
/// Thread-safe.
public final class SimDisk implements Disk {
  private static final Path ROOT = Path.of("/");

  private final SimVolume volume;
  private final long seed;
  private final int process;
  private int openFiles;
  private boolean killed;
  private String end = "";

  private SimDisk(SimVolume volume, long seed, int process) {
    this.volume = volume;
    this.seed = seed;
    this.process = process;
  }

  /// A new, empty disk of unlimited size, freed when nobody reaches it: for a few disks. For runs of many there is
  /// [#seeded(long, SimMemory)].
  public static SimDisk seeded(long seed) { return seeded(seed, SimMemory.automatic()); }

  /// A new, empty disk of unlimited size, freed with that memory.
  public static SimDisk seeded(long seed, SimMemory memory) {
    return new SimDisk(new SimVolume(seed, memory), seed, 1);
  }

  /// A random source of its own for the test, from the same seed.
  public RandomGenerator random() { return new SplittableRandom(seed ^ 0x5DEECE66DL + process); }

  /// Number of changing calls so far, over all processes and boots.
  public long operations() {
    synchronized (volume) {
      return volume.operations();
    }
  }

  /// Number of files that this process has open. Mappings do not count.
  public int openFiles() {
    synchronized (volume) {
      return openFiles;
    }
  }

  /// Number of forces so far: of files, of ranges, of directories.
  public long forces() {
    synchronized (volume) {
      return volume.forces();
    }
  }

  /// Cuts the power during the operation that many after now; 1 is the next.
  public SimDisk cutPowerAfter(long operationCount) {
    return scheduled(operationCount, SimVolume.Fault.POWER_CUT);
  }

  /// Kills this process, or whichever does it, during the operation that many after now.
  public SimDisk killAfter(long operationCount) { return scheduled(operationCount, SimVolume.Fault.KILL); }

  /// Lets the operation that many after now fail with an I/O error. A write may have changed a part; a force may have
  /// forced a part, and the rest counts as clean.
  public SimDisk failAfter(long operationCount) { return scheduled(operationCount, SimVolume.Fault.IO_ERROR); }

  /// Lets the force that many forces after now fail.
  public SimDisk failForceAfter(long forceCount) {
    synchronized (volume) {
      volume.scheduleForce(volume.forces() + forceCount, SimVolume.Fault.IO_ERROR);
    }
    return this;
  }

  /// Forgets every fault that has not come yet.
  public SimDisk clearFaults() {
    synchronized (volume) {
      volume.clearSchedule();
    }
    return this;
  }

  /// Limits the bytes of all blocks, [Long#MAX_VALUE] for no limit. Holes take no room.
  public SimDisk capacityBytes(long bytes) {
    synchronized (volume) {
      volume.capacityBytes(bytes);
    }
    return this;
  }

  /// After a power cut a new block whose data did not reach the device may show what an earlier file left there. Never
  /// in a hole.
  public SimDisk showStaleBlocks(boolean shown) {
    synchronized (volume) {
      volume.staleBlocks(shown);
    }
    return this;
  }

  /// Whether the kernel writes dirty sectors back by itself now and then; true at first.
  public SimDisk writeBackByItself(boolean byItself) {
    synchronized (volume) {
      volume.writeBack(byItself);
    }
    return this;
  }

  /// Takes the power away, from every process. Each later call throws [PowerCut].
  public void powerCut() {
    synchronized (volume) {
      if (volume.powered()) volume.losePower();
    }
  }

  /// Ends this process; each later call through it throws [ProcessKilled]. Its locks are free, its writes are kept.
  public void killProcess() {
    synchronized (volume) {
      kill("on request");
    }
  }

  /// The disk after the machine came up again, with another boot id; takes the power away first when it is still on.
  public SimDisk afterReboot() {
    synchronized (volume) {
      powerCut();
      volume.clearSchedule();
      volume.boot();
      killed = true;
      return new SimDisk(volume, seed, process + 1);
    }
  }

  /// The disk as the next process sees it on the machine that ran on; kills this process when it is still there.
  public SimDisk afterRestart() {
    synchronized (volume) {
      kill("on request");
      volume.clearSchedule();
      return new SimDisk(volume, seed, process + 1);
    }
  }

  /// The disk as another process sees it at the same time.
  public SimDisk otherProcess() {
    synchronized (volume) {
      return new SimDisk(volume, seed, process + 1000);
    }
  }

  @Override
  public DiskFile open(Path file, Access access) throws IOException {
    Path path = canonical(file);
    synchronized (volume) {
      requireAlive();
      if (access != Access.CREATE) return new SimFile(this, path, volume.inode(path), access == Access.WRITE);
      SimDirectory parent = volume.directory(path.getParent());
      if (parent.shown().containsKey(name(path))) throw new FileAlreadyExistsException(path.toString());
      SimInode inode = volume.newInode();
      change(path, () -> parent.link(name(path), inode));
      return new SimFile(this, path, inode, true);
    }
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    synchronized (volume) {
      requireAlive();
      return List.copyOf(volume.directory(canonical(directory)).shown().keySet());
    }
  }

  @Override
  public boolean exists(Path path) {
    synchronized (volume) {
      requireAlive();
      return volume.find(canonical(path)) != null;
    }
  }

  @Override
  public boolean isDirectory(Path path) {
    synchronized (volume) {
      requireAlive();
      return volume.find(canonical(path)) instanceof SimDirectory;
    }
  }

  @Override
  public long size(Path file) throws IOException {
    synchronized (volume) {
      requireAlive();
      return volume.inode(canonical(file)).size();
    }
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    Path path = canonical(directory);
    synchronized (volume) {
      requireAlive();
      SimNode existing = volume.find(path);
      if (existing instanceof SimDirectory) return;
      if (existing != null) throw new FileAlreadyExistsException(path.toString());
      SimDirectory parent = volume.directory(path.getParent());
      change(path, () -> parent.link(name(path), new SimDirectory()));
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Path source = canonical(from);
    Path target = canonical(to);
    synchronized (volume) {
      requireAlive();
      SimDirectory parent = volume.directory(source.getParent());
      SimNode moved = volume.find(source);
      if (moved == null) throw new NoSuchFileException(source.toString());
      if (!Objects.equals(source.getParent(), target.getParent()))
        throw new IOException("simulated disk: rename from " + source + " to another directory, " + target);
      if (source.equals(target)) return;
      SimNode replaced = volume.find(target);
      if (replaced instanceof SimDirectory directory && !directory.shown().isEmpty())
        throw new DirectoryNotEmptyException(target.toString());
      change(source, () -> {
        if (replaced != null) volume.released(replaced);
        parent.rename(name(source), name(target));
      });
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    Path entry = canonical(path);
    synchronized (volume) {
      requireAlive();
      SimNode node = volume.find(entry);
      if (node == null) throw new NoSuchFileException(entry.toString());
      if (node instanceof SimDirectory directory && !directory.shown().isEmpty())
        throw new DirectoryNotEmptyException(entry.toString());
      SimDirectory parent = volume.directory(entry.getParent());
      change(entry, () -> {
        volume.released(node);
        parent.unlink(name(entry));
      });
    }
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    synchronized (volume) {
      requireAlive();
      SimDirectory forced = volume.directory(canonical(directory));
      operation("force directory " + directory, true, outcome -> {
        switch (outcome) {
          case DONE -> forced.force();
          case CUT_SHORT, FAILED -> forced.writeBackSome(volume.random());
        }
      });
    }
  }

  @Override
  public long usableBytes(Path directory) {
    synchronized (volume) {
      requireAlive();
      return volume.usableBytes();
    }
  }

  @Override
  public @Nullable Lock tryLock(Path file) throws IOException {
    Path path = canonical(file);
    synchronized (volume) {
      requireAlive();
      if (volume.find(path) == null) open(path, Access.CREATE).close();
      SimInode inode = volume.inode(path);
      if (volume.locks().putIfAbsent(inode, this) != null) return null;
      return () -> {
        synchronized (volume) {
          volume.locks().remove(inode, this);
        }
      };
    }
  }

  @Override
  public Machine machine() {
    synchronized (volume) {
      return new Machine("simulated", "boot-" + volume.boots());
    }
  }

  @Override
  public boolean isLocal(Path directory) { return true; }

  @Override
  public Path canonical(Path directory) { return ROOT.resolve(directory).normalize(); }

  @Override
  public String toString() { return "SimDisk[seed=" + seed + ", process=" + process + "]"; }

  SimVolume volume() { return volume; }

  /// The caller holds the volume's monitor.
  void opened() { openFiles++; }

  /// The caller holds the volume's monitor.
  void closed() { openFiles--; }

  /// What an operation does for each way it may go.
  interface Effect {
    void apply(SimVolume.Outcome outcome) throws IOException;
  }

  /// Runs one counted operation. The caller holds the volume's monitor and has checked that this process lives.
  void operation(String what, boolean force, Effect effect) throws IOException {
    SimVolume.Fault fault = volume.nextOperation(force);
    String where = "at operation " + volume.operations() + " (" + what + "), seed " + seed;
    switch (fault) {
      case null -> effect.apply(SimVolume.Outcome.DONE);
      case IO_ERROR -> {
        effect.apply(SimVolume.Outcome.FAILED);
        throw new IOException("Input/output error: simulated " + where);
      }
      case KILL -> {
        effect.apply(SimVolume.Outcome.CUT_SHORT);
        kill(where);
        requireAlive();
      }
      case POWER_CUT -> {
        effect.apply(SimVolume.Outcome.CUT_SHORT);
        end = where;
        volume.losePower();
        requireAlive();
      }
    }
  }

  void requireAlive() {
    if (killed) throw new ProcessKilled(end);
    if (!volume.powered()) throw new PowerCut(end);
  }

  /// A change of names: happens, happens or not when the power goes, does not happen when it fails.
  private void change(Path path, Runnable change) throws IOException {
    operation("change of " + path, false, outcome -> {
      switch (outcome) {
        case DONE -> change.run();
        case CUT_SHORT -> {
          if (volume.random().nextBoolean()) change.run();
        }
        case FAILED -> {}
      }
    });
  }

  private SimDisk scheduled(long operationCount, SimVolume.Fault fault) {
    if (operationCount < 1) throw new IllegalArgumentException("operationCount: " + operationCount);
    synchronized (volume) {
      volume.schedule(volume.operations() + operationCount, fault);
    }
    return this;
  }

  private void kill(String where) {
    if (killed) return;
    killed = true;
    end = where;
    volume.locks().values().removeIf(holder -> holder == this);
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    if (name == null) throw new IllegalArgumentException("no name: " + path);
    return name.toString();
  }
}
