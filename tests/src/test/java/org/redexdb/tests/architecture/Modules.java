// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The compiled main classes of every module, as they lie in the build, and which module each package belongs to.
///
/// Read from the folders, not from the class path: a shaded jar there would show classes twice.
final class Modules {
  private static final List<String> NOT_JUDGED = List.of("bench", "tests");

  private final JavaClasses classes;
  private final Map<String, ModuleDescriptor> moduleOfPackage = new HashMap<>();

  Modules() {
    List<Path> folders = folders();
    classes = new ClassFileImporter().importPaths(folders);
    for (Path folder : folders) {
      ModuleDescriptor descriptor = descriptor(folder);
      new ClassFileImporter().importPath(folder)
          .forEach(type -> moduleOfPackage.put(type.getPackageName(), descriptor));
    }
  }

  JavaClasses classes() { return classes; }

  /// Names of the modules that have classes.
  List<String> names() {
    return moduleOfPackage.values().stream().map(ModuleDescriptor::name).distinct().sorted().toList();
  }

  /// Name of the module of a class, null when it is not ours.
  @Nullable
  String moduleOf(JavaClass type) {
    ModuleDescriptor module = moduleOfPackage.get(type.getPackageName());
    return module == null ? null : module.name();
  }

  /// Whether a class of module `reader` may use `type`: its own module, not ours at all, or an exported package.
  boolean mayUse(@Nullable String reader, JavaClass type) {
    ModuleDescriptor owner = moduleOfPackage.get(type.getPackageName());
    if (owner == null || owner.name().equals(reader)) return true;
    Optional<ModuleDescriptor.Exports> exported = owner.exports().stream()
        .filter(exports -> exports.source().equals(type.getPackageName())).findAny();
    return exported.isPresent() && (!exported.get().isQualified() || exported.get().targets().contains(reader));
  }

  private static List<Path> folders() {
    Path root = root();
    try (Stream<Path> children = Files.list(root); Stream<Path> optional = Files.list(root.resolve("optional"))) {
      return Stream.concat(children, optional).filter(child -> !NOT_JUDGED.contains(child.getFileName().toString()))
          .map(child -> child.resolve("target/classes")).filter(Modules::compiled).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean compiled(Path classes) {
    return Files.isRegularFile(classes.resolve("module-info.class"))
        && Files.isDirectory(classes.resolve("org/redexdb"));
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("storage/src"))) {
      folder = folder.getParent();
      if (folder == null) throw new IllegalStateException("not inside the repository");
    }
    return folder;
  }

  private static ModuleDescriptor descriptor(Path classes) {
    try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
      return ModuleDescriptor.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
