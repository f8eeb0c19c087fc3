// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CsvReaderTest {

  @Test
  void valuesAreTypedOnlyWhenNothingOfThemIsLost() throws IOException {
    assertThat(Reading.shown("""
        a,b,c
        1,2.50,-0
        007,+5,.5
        true,FALSE,truest
        1e3,NaN,0x10
        12345678901234567890123456789012345678,123456789012345678901234567890123456789,1_000
        """, SourceFormat.CSV)).containsExactly("2 {\"a\":1,\"b\":2.50,\"c\":-0}",
        "3 {\"a\":\"007\",\"b\":\"+5\",\"c\":\".5\"}", "4 {\"a\":true,\"b\":false,\"c\":\"truest\"}",
        "5 {\"a\":1e3,\"b\":\"NaN\",\"c\":\"0x10\"}",
        "6 {\"a\":12345678901234567890123456789012345678,\"b\":\"123456789012345678901234567890123456789\",\"c\":\"1_000\"}");
  }

  @Test
  void stringsKeepsEveryValueAsText() throws IOException {
    assertThat(Reading.shown("a,b,c\n1,true,\n", new Source.Options(SourceFormat.CSV, null, true, Extraction.NONE)))
        .containsExactly("2 {\"a\":\"1\",\"b\":\"true\"}");
  }

  @Test
  void anEmptyValueIsAbsent() throws IOException {
    assertThat(Reading.shown("a,b,c\n,,\n\"\",x,\n", SourceFormat.CSV)).containsExactly("2 {}", "3 {\"b\":\"x\"}");
  }

  @Test
  void quotedFieldsKeepDelimitersQuotesAndLineEnds() throws IOException {
    assertThat(
        Reading.shown("case:concept:name,\"b \"\"q\"\"\"\r\n\"x,\r\ny\",\" z \"\r\n\r\nlast,é", SourceFormat.CSV))
        .containsExactly("2 {\"case:concept:name\":\"x,\\r\\ny\",\"b \\\"q\\\"\":\" z \"}",
            "5 {\"case:concept:name\":\"last\",\"b \\\"q\\\"\":\"é\"}");
  }

  @Test
  void aByteOrderMarkIsNotPartOfTheHeader() throws IOException {
    assertThat(Reading.shown("\ufeffa\n1\n", SourceFormat.CSV)).containsExactly("2 {\"a\":1}");
  }

  @Test
  void theDelimiterIsTheOneTheHeaderUses() throws IOException {
    assertThat(Reading.shown("a;b\n1,5;2\n", SourceFormat.CSV)).containsExactly("2 {\"a\":\"1,5\",\"b\":2}");
    assertThat(Reading.shown("a\tb\n1\t2\n", SourceFormat.CSV)).containsExactly("2 {\"a\":1,\"b\":2}");
    assertThat(Reading.shown("\"a;b;c;d\",e\n1,2\n", SourceFormat.CSV)).containsExactly("2 {\"a;b;c;d\":1,\"e\":2}");
    assertThat(Reading.shown("a,b;c;d\n1,2\n", new Source.Options(SourceFormat.CSV, ',', false, Extraction.NONE)))
        .containsExactly("2 {\"a\":1,\"b;c;d\":2}");
  }

  @Test
  void aBadRowIsNamedWithItsFirstLineAndTheNextOneRead() throws IOException {
    assertThat(Reading.shown("a,b\n1\n1,2,3\n\"x\ny\"z,1\nq\"q,1\n5,6\n", SourceFormat.CSV)).containsExactly(
        "2 BAD 1 field where the header names 2", "3 BAD 3 fields where the header names 2",
        "4 BAD text after the closing quote of field 1",
        "6 BAD a quote inside field 1, which is not quoted; quote the field and double the quote",
        "7 {\"a\":5,\"b\":6}");
  }

  @Test
  void aByteThatIsNotUtf8IsABadRow() throws IOException {
    var items = Reading.all("a,b\nx,caf\u00e9\ny,1\n".getBytes(StandardCharsets.ISO_8859_1), "x.csv",
        Source.Options.DEFAULTS);
    assertThat(items).extracting(Reading::show).containsExactly(
        "2 BAD field 2 is not UTF-8; convert the file first, for example with iconv", "3 {\"a\":\"y\",\"b\":1}");
  }

  @Test
  void aQuoteThatIsNeverClosedStopsInsteadOfSwallowingTheRest() {
    assertThatThrownBy(() -> Reading.shown("a,b\n1,2\n\"x,3\n4,5\n", SourceFormat.CSV)).isInstanceOf(
        IngestException.class).hasMessage("line 3: the quote that opens here is never closed");
  }

  @Test
  void aHeaderThatNamesAColumnTwiceIsRefused() {
    assertThatThrownBy(() -> Reading.shown("a,b,a\n1,2,3\n", SourceFormat.CSV)).hasMessageContaining("\"a\" twice");
  }

  @Test
  void aColumnThatIsNotThereIsRefusedBeforeAnythingIsRead() {
    assertThatThrownBy(() -> Reading.shown("a,b\n1,2\n", Reading.extracting(SourceFormat.CSV, "when", null, null)))
        .hasMessageContaining("no column \"when\"").hasMessageContaining("[a, b]");
  }

  @Test
  void columnsFillTimeTypeAndKey() throws IOException {
    var items = Reading.all("id,at,kind\n7,2011-10-11 13:45:40.276000+02:00,x\n,,\n8,nope,x\n".getBytes(
        StandardCharsets.UTF_8), "", Reading.extracting(SourceFormat.CSV, "at", "kind", "id"));
    assertThat((Item.Event) items.get(0)).satisfies(e -> {
      assertThat(e.key()).isEqualTo("7");
      assertThat(e.type()).isEqualTo("x");
      assertThat(e.eventTimeNanos()).isEqualTo(1318333540_276_000_000L);
    });
    assertThat((Item.Event) items.get(1)).satisfies(e -> {
      assertThat(e.key()).isNull();
      assertThat(e.eventTimeNanos()).isNull();
    });
    assertThat(Reading.show(items.get(2))).startsWith("4 BAD field at: ");
  }
}
