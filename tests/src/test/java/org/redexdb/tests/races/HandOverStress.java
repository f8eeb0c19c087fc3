// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.races;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.redexdb.tests.support.ChildJvm;

/// What appenders hand over to readers by seq and to a tail.
class HandOverStress {
  /// In a JVM of its own: Lincheck rewrites every class that is loaded, which takes minutes behind a thousand other tests.
  @Test
  void appendReadAndTailAgreeOnOneOrder() throws IOException {
    Process child = ChildJvm.startQuiet(HandOver.class, List.of());
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(ChildJvm.exitCode(child)).as(output).isZero();
  }
}
