// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The house rules that a compiler does not check.
class ArchitectureTest {
  private static final Modules MODULES = new Modules();

  /// Owner, method: what makes a run differ from the next one, or work go on where no simulation sees it.
  private static final Set<String> UNREPEATABLE = Set.of("java.lang.System.nanoTime",
      "java.lang.System.currentTimeMillis", "java.time.Instant.now", "java.time.LocalDate.now",
      "java.time.LocalDateTime.now", "java.time.OffsetDateTime.now", "java.time.ZonedDateTime.now",
      "java.lang.Math.random", "java.lang.Thread.sleep", "java.lang.Thread.<init>", "java.lang.Thread.ofPlatform",
      "java.lang.Thread.ofVirtual", "java.lang.Thread.startVirtualThread");

  @Test
  void theRulesSeeTheCode() {
    assertThat(MODULES.names()).contains("org.redexdb.storage", "org.redexdb.testkit", "org.redexdb.micrometer");
    assertThat(MODULES.classes().contain("org.redexdb.storage.Disks")).isTrue();
  }

  @Test
  void packagesHaveNoCycles() {
    SlicesRuleDefinition.slices().matching("org.redexdb.(**)").should().beFreeOfCycles().check(MODULES.classes());
  }

  @Test
  void nothingUsesAnotherModulesUnexportedPackage() {
    check(classes().should(new ArchCondition<>("use exported packages only") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String module = MODULES.moduleOf(type);
        for (Dependency dependency : type.getDirectDependenciesFromSelf())
          if (!MODULES.mayUse(module, dependency.getTargetClass().getBaseComponentType()))
            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
      }
    }));
  }

  @Test
  void contractsImportNoSiblingPackage() {
    check(
        classes().that().resideInAPackage("org.redexdb.*.api..").should(new ArchCondition<>("use no sibling package") {
          @Override
          public void check(JavaClass type, ConditionEvents events) {
            String module = type.getPackageName().substring(0, type.getPackageName().indexOf(".api"));
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
              String used = dependency.getTargetClass().getBaseComponentType().getPackageName();
              if (used.startsWith(module) && !used.startsWith(module + ".api"))
                events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
            }
          }
        }));
  }

  @Test
  void clocksChanceAndThreadsAreFoundInRuntimePackagesOnly() {
    check(noClasses().that().resideOutsideOfPackages("..runtime..", "org.redexdb.cli..").should()
        .accessTargetWhere(anyOf("read clocks, draw chance, sleep or start threads", UNREPEATABLE)));
  }

  @Test
  void mappingsAreViewedAsBuffersInOneClass() {
    check(noClasses().that().doNotHaveFullyQualifiedName("org.redexdb.storage.disk.SystemFile").should()
        .callMethodWhere(target(nameMatching("asByteBuffer"))
            .and(target(owner(are(com.tngtech.archunit.core.domain.JavaClass.Predicates
                .assignableTo("java.lang.foreign.MemorySegment")))))));
  }

  /// A checksum intrinsic over a page that the device has lost ends the process.
  @Test
  void checksumsAreMadeOfHeapBytesOnly() {
    check(noClasses().should().callMethodWhere(target(nameMatching("update"))
        .and(target(owner(are(com.tngtech.archunit.core.domain.JavaClass.Predicates
            .assignableTo("java.util.zip.Checksum")))))
        .and(DescribedPredicate.describe("of a buffer", call -> call.getTarget().getRawParameterTypes().stream()
            .anyMatch(type -> type.isAssignableTo("java.nio.Buffer"))))));
  }

  @Test
  void vanishedPagesBecomeErrorsInOneClass() {
    check(noClasses().that().doNotHaveFullyQualifiedName("org.redexdb.storage.segment.Mapped").should(
        new ArchCondition<>("catch InternalError") {
          @Override
          public void check(JavaClass type, ConditionEvents events) {
            type.getCodeUnits().stream().flatMap(unit -> unit.getTryCatchBlocks().stream())
                .filter(block -> block.getCaughtThrowables().stream()
                    .anyMatch(caught -> caught.getName().equals("java.lang.InternalError")))
                .forEach(block -> events.add(SimpleConditionEvent.satisfied(type, block.toString())));
          }
        }));
  }

  /// A file that may be mapped, here or in another process, keeps its size.
  @Test
  void noFileIsMadeShorter() {
    check(noClasses().should().callMethodWhere(target(nameMatching("truncate|setLength"))
        .and(target(owner(are(com.tngtech.archunit.core.domain.JavaClass.Predicates
            .assignableTo("java.nio.channels.SeekableByteChannel")
            .or(com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo("java.io.RandomAccessFile"))))))));
  }

  @Test
  void nettyIsSeenByTheTransportAlone() {
    check(noClasses().that().resideOutsideOfPackage("org.redexdb.transport.netty..").should().dependOnClassesThat()
        .resideInAPackage("io.netty.."));
  }

  @Test
  void micrometerIsSeenByItsOptionalModuleAlone() {
    check(noClasses().that().resideOutsideOfPackage("org.redexdb.micrometer..").should().dependOnClassesThat()
        .resideInAPackage("io.micrometer.."));
  }

  @Test
  void agronaIsUsedForWhatNeedsNoUnsafe() {
    check(noClasses().should().dependOnClassesThat(resideInAnyPackage("org.agrona.concurrent.ringbuffer..")
        .or(nameMatching("org\\.agrona\\.concurrent\\.(UnsafeBuffer|.*ConcurrentArrayQueue)|org\\.agrona\\.IoUtil"))
        .as("are Agrona's buffers, ring buffers, array queues or IoUtil")));
  }

  @Test
  void nothingUsesUnsafe() {
    check(noClasses().should().dependOnClassesThat().haveNameMatching("(sun\\.misc|jdk\\.internal\\.misc)\\.Unsafe"));
  }

  @Test
  void packagesAreNamedAfterFeatures() {
    List<String> layers = List.of("util", "utils", "impl", "common", "helper", "helpers", "misc");
    check(noClasses().should(new ArchCondition<>("live in a package named after a layer") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String name = type.getPackageName().substring(type.getPackageName().lastIndexOf('.') + 1);
        if (layers.contains(name)) events.add(SimpleConditionEvent.satisfied(type, type.getName()));
      }
    }));
  }

  private static void check(ArchRule rule) { rule.allowEmptyShould(true).check(MODULES.classes()); }

  private static DescribedPredicate<JavaAccess<?>> anyOf(String description, Set<String> methods) {
    return DescribedPredicate.describe(description,
        access -> methods.contains(access.getTargetOwner().getName() + "." + access.getName()));
  }
}
