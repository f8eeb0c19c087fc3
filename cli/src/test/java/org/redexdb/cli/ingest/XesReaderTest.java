// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class XesReaderTest {
  private static final String LOG = """
      <?xml version="1.0" encoding="utf-8" ?>
      <!-- a comment -->
      <log xes.version="1849-2016" xmlns="http://www.xes-standard.org/">
        <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
        <global scope="event"><string key="concept:name" value="none"/></global>
        <string key="origin" value="csv"/>
        <trace>
          <string key="concept:name" value="Case &amp; 1"/>
          <int key="size" value="3"/>
          <event>
            <string key="concept:name" value="open"/>
            <date key="time:timestamp" value="2012-10-09T14:50:17+00:00"/>
            <int key="n" value="-5"/>
            <float key="f" value="1.50"/>
            <float key="inf" value="INF"/>
            <boolean key="b" value="true"/>
            <id key="i" value="x-1"/>
          </event>
          <event>
            <string key="nested" value="v"><string key="inner" value="w"/></string>
            <list key="l"><values><int key="e" value="1"/><int key="e" value="2"/></values></list>
          </event>
        </trace>
        <event><string key="concept:name" value="alone"/></event>
      </log>
      """;

  @Test
  void anEventCarriesTheAttributesOfItsTrace() throws IOException {
    var items = Reading.all(LOG.getBytes(StandardCharsets.UTF_8), "log.xes", Source.Options.DEFAULTS);
    assertThat(items).extracting(Reading::show).containsExactly(
        "10 {\"case:concept:name\":\"Case & 1\",\"case:size\":3,\"concept:name\":\"open\",\"time:timestamp\":\"2012-10-09T14:50:17+00:00\",\"n\":-5,\"f\":1.50,\"inf\":\"INF\",\"b\":true,\"i\":\"x-1\"}",
        "19 {\"case:concept:name\":\"Case & 1\",\"case:size\":3,\"nested\":{\"value\":\"v\",\"children\":{\"inner\":\"w\"}},\"l\":[{\"e\":1},{\"e\":2}]}",
        "24 {\"concept:name\":\"alone\"}");
    assertThat((Item.Event) items.get(0)).satisfies(e -> {
      assertThat(e.type()).isEqualTo("open");
      assertThat(e.key()).isEqualTo("Case & 1");
      assertThat(e.eventTimeNanos()).isEqualTo(1349794217_000_000_000L);
    });
  }

  @Test
  void packedLogsAreUnpackedWhateverTheirName() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(LOG.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(Reading.all(packed.toByteArray(), "", Source.Options.DEFAULTS)).hasSize(3);
  }

  @Test
  void brokenXmlIsAnErrorThatNamesTheLine() {
    assertThatThrownBy(() -> Reading.shown(LOG.replace("</trace>", ""), SourceFormat.XES)).isInstanceOf(
        IngestException.class).hasMessageStartingWith("line 25: not XML: ");
    assertThatThrownBy(() -> Reading.shown("<html/>", SourceFormat.XES)).hasMessageContaining("<html>");
  }

  @Test
  void aTraceAttributeBehindItsEventsIsRefusedBecauseTheyWentWithoutIt() {
    assertThatThrownBy(() -> Reading.shown(
        "<log><trace><event/>\n<string key=\"concept:name\" value=\"x\"/></trace></log>", SourceFormat.XES))
        .isInstanceOf(IngestException.class).hasMessageStartingWith("line 2: ");
  }

  @Test
  void aTimeThatIsNoneIsABadEvent() throws IOException {
    assertThat(Reading.shown(LOG.replace("2012-10-09T", "2012-19-09T"), SourceFormat.XES).getFirst()).startsWith(
        "10 BAD attribute time:timestamp: ");
  }

  @Test
  void entitiesOfADocumentTypeAreNotFollowed() {
    assertThatThrownBy(() -> Reading.shown(
        "<!DOCTYPE log [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><log><event><string key=\"a\" value=\"&x;\"/></event></log>",
        SourceFormat.XES)).isInstanceOf(IngestException.class);
  }
}
