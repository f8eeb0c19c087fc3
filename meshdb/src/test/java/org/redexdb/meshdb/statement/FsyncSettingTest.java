// SPDX-License-Identifier: Apache-2.0
package org.redexdb.meshdb.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redexdb.storage.api.Fsync;

class FsyncSettingTest {
  @Test
  void limitsAreReadInAnyOrder() {
    assertThat(FsyncSetting.parse("never")).isEqualTo(Fsync.NEVER);
    assertThat(FsyncSetting.parse(" 1 EVENT")).isEqualTo(Fsync.everyEvents(1));
    assertThat(FsyncSetting.parse("500ms")).isEqualTo(Fsync.every(Duration.ofMillis(500)));
    assertThat(FsyncSetting.parse("4mb or 1s")).isEqualTo(Fsync.every(Duration.ofSeconds(1), 4 << 20));
    assertThat(FsyncSetting.parse("PT2S or 100 events or 1kb")).isEqualTo(new Fsync(100, Duration.ofSeconds(2), 1024));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "always", "5", "0 events", "1s or", "1s or 2s", "1s 2mb", "-1s", "1s or never", "1.5s",
      "99999999999999999999 events", "9999999999gb", "or", "0"})
  void everythingElseIsRefused(String text) {
    assertThatThrownBy(() -> FsyncSetting.parse(text))
        .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
  }
}
