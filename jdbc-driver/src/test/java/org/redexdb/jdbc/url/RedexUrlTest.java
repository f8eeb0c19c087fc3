// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedexUrlTest {
  private static RedexUrl parse(String url) throws SQLException { return RedexUrl.parse(url, new Properties()); }

  @ParameterizedTest
  @CsvSource({"jdbc:redexdb:./data,./data", "jdbc:redexdb:/var/lib/events?create=false,/var/lib/events",
      "jdbc:redexdb:my%20data,my data", "jdbc:redexdb:50%25%3Fyes,50%?yes", "jdbc:redexdb:a+b,a+b",
      "jdbc:redexdb:%E2%82%AC,€", "jdbc:redexdb:€uro%21,€uro!", "jdbc:redexdb:memory,memory"})
  void aPathIsTakenAsWrittenAndPercentDecoded(String url, String path) throws SQLException {
    assertThat(parse(url).target()).isEqualTo(new Target.Folder(Path.of(path)));
  }

  @Test
  void memHasAStoreForEachNameAndAPrivateOneWithoutName() throws SQLException {
    assertThat(parse("jdbc:redexdb:mem:test").target()).isEqualTo(new Target.SharedMemory("test"));
    assertThat(parse("jdbc:redexdb:mem:").target()).isEqualTo(new Target.PrivateMemory());
    assertThat(parse("jdbc:redexdb:mem:?time_zone=UTC").target()).isEqualTo(new Target.PrivateMemory());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:redexdb::memory:", "jdbc:redexdb:memory:?create=true"})
  void whatOtherDatabasesCallMemoryIsNoFolder(String url) {
    assertThatThrownBy(() -> parse(url)).hasMessageContaining("jdbc:redexdb:mem:");
  }

  @Test
  void propertiesBehindASemicolonAreNoFolder() throws SQLException {
    assertThatThrownBy(() -> parse("jdbc:redexdb:./data;access=write"))
        .hasMessageContaining("jdbc:redexdb:./data?access=…");
    assertThat(parse("jdbc:redexdb:./a%3Bb=c").target()).isEqualTo(new Target.Folder(Path.of("./a;b=c")));
    assertThat(parse("jdbc:redexdb:./a;b").target()).isEqualTo(new Target.Folder(Path.of("./a;b")));
  }

  @Test
  void twoSlashesNameAServer() throws SQLException {
    assertThat(parse("jdbc:redexdb://db.example:7000/x").target()).isEqualTo(new Target.Server("db.example:7000/x"));
  }

  @Test
  void aMissingStoreIsMadeUnlessTheUrlForbidsIt() throws SQLException {
    assertThat(parse("jdbc:redexdb:data").create()).isTrue();
    assertThat(parse("jdbc:redexdb:data?create=true").create()).isTrue();
    assertThat(parse("jdbc:redexdb:data?create=false").create()).isFalse();
  }

  @Test
  void propertiesAndUrlMaySayTheSameButNotContradictEachOther() throws SQLException {
    var info = new Properties();
    info.setProperty("time_zone", "Europe/Berlin");
    assertThat(RedexUrl.parse("jdbc:redexdb:data?time_zone=Europe%2FBerlin", info).settings())
        .containsEntry(ConnectionProperty.TIME_ZONE, "Europe/Berlin");
    assertThatThrownBy(() -> RedexUrl.parse("jdbc:redexdb:data?time_zone=UTC", info))
        .hasMessageContaining("time_zone is given twice");
  }

  @Test
  void defaultsInsideOfPropertiesCount() throws SQLException {
    var defaults = new Properties();
    defaults.setProperty("create", "false");
    assertThat(RedexUrl.parse("jdbc:redexdb:data", new Properties(defaults)).create()).isFalse();
  }

  @Test
  void anUnknownPropertyIsRefusedWithTheListOfKnownOnes() {
    assertThatThrownBy(() -> parse("jdbc:redexdb:data?timezone=UTC")).isInstanceOf(SQLException.class)
        .hasMessageContaining("unknown property \"timezone\"")
        .satisfies(e -> Arrays.stream(ConnectionProperty.values())
            .forEach(property -> assertThat(e).hasMessageContaining(property.key())));
  }

  @Test
  void aValueOutsideOfTheChoicesIsRefusedWithThem() {
    assertThatThrownBy(() -> parse("jdbc:redexdb:data?create=maybe")).hasMessageContaining("true or false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:redexdb:", "jdbc:redexdb:?create=true", "jdbc:redexdb:a%", "jdbc:redexdb:a%2",
      "jdbc:redexdb:a%zz", "jdbc:redexdb:a%FF", "jdbc:redexdb:a?create", "jdbc:redexdb:a%00b"})
  void aUrlThatCannotBeReadFailsToConnectAndNamesItself(String url) {
    assertThatThrownBy(() -> parse(url)).isInstanceOfSatisfying(SQLException.class, e -> {
      assertThat(e.getSQLState()).isEqualTo("08001");
      assertThat(e.getMessage()).startsWith("bad URL jdbc:redexdb:");
    });
  }

  @Test
  void aPasswordInTheUrlIsNotShownInErrors() {
    assertThatThrownBy(() -> parse("jdbc:redexdb:a?password=hunter2&x=1")).hasMessageNotContaining("hunter2");
  }
}
