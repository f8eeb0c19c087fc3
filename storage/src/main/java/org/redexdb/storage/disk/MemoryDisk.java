// SPDX-License-Identifier: Apache-2.0
package org.redexdb.storage.disk;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.DiskFile;

/// A file system in native memory. Forcing does nothing; all is gone with the object. Relative paths start at `/`.
///
/// Thread-safe: one monitor guards the tree, each file guards its own content.
public final class MemoryDisk implements Disk {
  private static final Path ROOT = Path.of("/");

  /// All files and directories by absolute path; a directory is [#DIRECTORY].
  private final Map<Path, MemoryContent> tree = new TreeMap<>();
  private final Set<Path> locked = new HashSet<>();

  /// Empty but for the root.
  public MemoryDisk() { tree.put(ROOT, DIRECTORY); }

  private static final MemoryContent DIRECTORY = new MemoryContent();

  @Override
  public synchronized DiskFile open(Path file, Access access) throws IOException {
    Path path = canonical(file);
    if (access != Access.CREATE) return new MemoryFile(path, file(path), access == Access.WRITE);
    requireParent(path);
    var content = new MemoryContent();
    if (tree.putIfAbsent(path, content) != null) throw new FileAlreadyExistsException(path.toString());
    return new MemoryFile(path, content, true);
  }

  @Override
  public boolean isVolatile() { return true; }

  @Override
  public synchronized List<String> list(Path directory) throws IOException {
    Path path = canonical(directory);
    requireDirectory(path);
    return tree.keySet().stream().filter(entry -> path.equals(entry.getParent()))
        .map(entry -> entry.getFileName().toString()).sorted().toList();
  }

  @Override
  public synchronized boolean exists(Path path) { return tree.containsKey(canonical(path)); }

  @Override
  public synchronized boolean isDirectory(Path path) { return tree.get(canonical(path)) == DIRECTORY; }

  @Override
  public synchronized long size(Path file) throws IOException { return file(canonical(file)).size(); }

  @Override
  public synchronized void createDirectory(Path directory) throws IOException {
    Path path = canonical(directory);
    if (tree.get(path) == DIRECTORY) return;
    requireParent(path);
    if (tree.putIfAbsent(path, DIRECTORY) != null) throw new FileAlreadyExistsException(path.toString());
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    Path source = canonical(from);
    Path target = canonical(to);
    requireParent(target);
    MemoryContent moved = tree.get(source);
    if (moved == null) throw new NoSuchFileException(source.toString());
    if (source.equals(target)) return;
    if (tree.get(target) == DIRECTORY) requireEmpty(target);
    for (Path entry : tree.keySet().stream().filter(entry -> entry.startsWith(source)).toList()) {
      MemoryContent content = tree.remove(entry);
      if (content != null) tree.put(entry.equals(source) ? target : target.resolve(source.relativize(entry)), content);
    }
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    Path entry = canonical(path);
    if (tree.get(entry) == DIRECTORY) requireEmpty(entry);
    if (tree.remove(entry) == null) throw new NoSuchFileException(entry.toString());
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException { requireDirectory(canonical(directory)); }

  @Override
  public long usableBytes(Path directory) { return Long.MAX_VALUE; }

  @Override
  public synchronized @Nullable Lock tryLock(Path file) throws IOException {
    Path path = canonical(file);
    requireParent(path);
    tree.putIfAbsent(path, new MemoryContent());
    if (!locked.add(path)) return null;
    return () -> {
      synchronized (this) {
        locked.remove(path);
      }
    };
  }

  @Override
  public Machine machine() { return new Machine("memory", "memory"); }

  @Override
  public boolean isLocal(Path directory) { return true; }

  @Override
  public Path canonical(Path directory) { return ROOT.resolve(directory).normalize(); }

  private MemoryContent file(Path path) throws IOException {
    MemoryContent content = tree.get(path);
    if (content == null) throw new NoSuchFileException(path.toString());
    if (content == DIRECTORY) throw new IOException(path + " is a directory");
    return content;
  }

  private void requireParent(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent == null) throw new IOException(path + " has no parent");
    requireDirectory(parent);
  }

  private void requireDirectory(Path path) throws IOException {
    MemoryContent content = tree.get(path);
    if (content == null) throw new NoSuchFileException(path.toString());
    if (content != DIRECTORY) throw new NotDirectoryException(path.toString());
  }

  private void requireEmpty(Path directory) throws IOException {
    if (tree.keySet().stream().anyMatch(entry -> directory.equals(entry.getParent())))
      throw new DirectoryNotEmptyException(directory.toString());
  }
}
