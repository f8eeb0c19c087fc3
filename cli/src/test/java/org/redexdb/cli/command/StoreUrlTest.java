// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redexdb.cli.console.UserError;

class StoreUrlTest {
  @Test
  void aUrlGivesTheFolderAndTheOptionsOfTheSession() {
    assertThat(StoreUrl.parse("jdbc:redexdb:./my%20data+x?create=false&time_zone=Europe%2FParis")).isEqualTo(
        new StoreUrl(Path.of("./my data+x"), Map.of("time_zone", "Europe/Paris")));
    assertThat(StoreUrl.parse("jdbc:redexdb:/data").directory()).isEqualTo(Path.of("/data"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:h2:x", "jdbc:redexdb://host:1234", "jdbc:redexdb:mem:x", "jdbc:redexdb:mem:",
      "jdbc:redexdb:x?nonsense", "jdbc:redexdb:x%zz"})
  void whatTheShellCannotOpenIsSaidSo(String url) {
    assertThatThrownBy(() -> StoreUrl.parse(url)).isInstanceOf(UserError.class);
  }
}
