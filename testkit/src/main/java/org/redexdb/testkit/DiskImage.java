// SPDX-License-Identifier: Apache-2.0
package org.redexdb.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.Disk;
import org.redexdb.storage.api.Disk.Access;
import org.redexdb.storage.api.DiskFile;

/// Everything below a folder of some disk, copied to the heap: to compare, to damage, to put on another disk.
///
/// Immutable but for the arrays of [#files], which are the image itself.
public final class DiskImage {
  private static final int CHUNK_BYTES = 4096;

  private final SortedMap<Path, byte[]> files = new TreeMap<>();
  private final List<Path> directories = new ArrayList<>();

  private DiskImage() {}

  public static DiskImage of(Disk disk, Path folder) throws IOException {
    var image = new DiskImage();
    image.add(disk, disk.canonical(folder), disk.canonical(folder));
    return image;
  }

  /// An image of these files, by path relative to the folder, and of the directories they lie in.
  public static DiskImage of(SortedMap<Path, byte[]> files) {
    var image = new DiskImage();
    files.forEach((path, content) -> {
      image.addDirectories(path.getParent());
      image.files.put(path, content);
    });
    return image;
  }

  /// Content of each file by its path relative to the folder.
  public SortedMap<Path, byte[]> files() { return files; }

  /// A copy that can be damaged without harm to this one.
  public DiskImage copy() {
    var copy = new DiskImage();
    files.forEach((path, content) -> copy.files.put(path, content.clone()));
    copy.directories.addAll(directories);
    return copy;
  }

  /// Writes all of it to a folder that does not exist yet, and forces it.
  public void writeTo(Disk disk, Path folder) throws IOException {
    Path root = disk.canonical(folder);
    disk.createDirectory(root);
    for (Path directory : directories) disk.createDirectory(root.resolve(directory));
    for (var entry : files.entrySet()) {
      try (DiskFile file = disk.open(root.resolve(entry.getKey()), Access.CREATE)) {
        writeSparsely(file, entry.getValue());
        file.force(true);
      }
    }
    for (Path directory : directories) disk.forceDirectory(root.resolve(directory));
    disk.forceDirectory(root);
  }

  /// One line for each file that is missing, new or different.
  public List<String> differences(DiskImage before) {
    var lines = new ArrayList<String>();
    for (var entry : before.files.entrySet()) {
      byte[] now = files.get(entry.getKey());
      if (now == null) {
        lines.add(entry.getKey() + " is gone");
      } else {
        int at = Arrays.mismatch(entry.getValue(), now);
        if (at >= 0) lines.add(entry.getKey() + " differs at " + at);
      }
    }
    for (Path path : files.keySet()) if (!before.files.containsKey(path)) lines.add(path + " is new");
    return lines;
  }

  private void addDirectories(@Nullable Path directory) {
    if (directory == null || directories.contains(directory)) return;
    addDirectories(directory.getParent());
    directories.add(directory);
  }

  private void add(Disk disk, Path root, Path directory) throws IOException {
    for (String name : disk.list(directory)) {
      Path path = directory.resolve(name);
      if (disk.isDirectory(path)) {
        directories.add(root.relativize(path));
        add(disk, root, path);
      } else {
        files.put(root.relativize(path), content(disk, path));
      }
    }
  }

  private static byte[] content(Disk disk, Path path) throws IOException {
    try (DiskFile file = disk.open(path, Access.READ)) {
      var content = new byte[Math.toIntExact(file.size())];
      file.read(0, content, 0, content.length);
      return content;
    }
  }

  private static void writeSparsely(DiskFile file, byte[] content) throws IOException {
    file.growTo(content.length);
    for (int at = 0; at < content.length; at += CHUNK_BYTES) {
      int length = Math.min(CHUNK_BYTES, content.length - at);
      if (!isZero(content, at, length)) file.write(at, content, at, length);
    }
  }

  private static boolean isZero(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) if (bytes[i] != 0) return false;
    return true;
  }
}
