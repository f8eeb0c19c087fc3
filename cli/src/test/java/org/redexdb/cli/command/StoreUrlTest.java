// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redexdb.cli.command.StoreOpener.Purpose;
import org.redexdb.cli.console.UserError;

class StoreUrlTest {
  @Test
  void aUrlGivesTheFolderAndTheOptionsOfTheSession() {
    assertThat(StoreUrl.parse("jdbc:redexdb:./my%20data+x?create=false&time_zone=Europe%2FParis")).isEqualTo(
        new StoreUrl(Path.of("./my data+x"), Purpose.WRITE, Map.of("time_zone", "Europe/Paris")));
    assertThat(StoreUrl.parse("jdbc:redexdb:/data").directory()).isEqualTo(Path.of("/data"));
  }

  @Test
  void accessDecidesHowTheStoreIsOpenedAndIsNoOptionOfTheSession() {
    assertThat(StoreUrl.parse("jdbc:redexdb:x?access=read_only&user=a&password=b")).isEqualTo(
        new StoreUrl(Path.of("x"), Purpose.READ, Map.of()));
    assertThat(StoreUrl.parse("jdbc:redexdb:x?access=write").purpose()).isEqualTo(Purpose.WRITE_OR_FAIL);
    assertThat(StoreUrl.parse("jdbc:redexdb:x?access=auto").purpose()).isEqualTo(Purpose.WRITE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:h2:x", "jdbc:redexdb://host:1234", "jdbc:redexdb:mem:x", "jdbc:redexdb:mem:",
      "jdbc:redexdb:x?nonsense", "jdbc:redexdb:x%zz",
      "jdbc:redexdb:x?access=maybe", "jdbc:redexdb:x?create=true", "jdbc:redexdb:x?create=no", "jdbc:redexdb:",
      "jdbc:redexdb:?access=auto"})
  void whatTheShellCannotOpenIsSaidSo(String url) {
    assertThatThrownBy(() -> StoreUrl.parse(url)).isInstanceOf(UserError.class);
  }
}
