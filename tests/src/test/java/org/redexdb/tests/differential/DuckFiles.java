// SPDX-License-Identifier: Apache-2.0
package org.redexdb.tests.differential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// The real files in DuckDB, read by DuckDB itself; only XES, which it does not know, is parsed here, by a reader that
/// shares nothing with the importer.
final class DuckFiles implements AutoCloseable {
  private static final List<String> TICKET_FIELDS = List.of("concept:name", "org:resource", "time:timestamp",
      "seriousness", "customer", "product", "responsible_section", "seriousness_2", "service_level", "service_type",
      "support_section", "workgroup");

  private final Connection connection;

  private DuckFiles(Connection connection) {
    this.connection = connection;
  }

  static DuckFiles load() throws SQLException, IOException {
    var duck = new DuckFiles(DriverManager.getConnection("jdbc:duckdb:"));
    try {
      // One thread reads a file in its own order, so that row numbers are positions.
      duck.run("SET threads = 1");
      duck.run("SET TimeZone = 'UTC'");
      duck.flights(SharedData.file("flights-20k.json"));
      duck.receipt(SharedData.file("receipt.csv"));
      duck.nginx(SharedData.file("nginxplus_status.jsonl"));
      duck.helpdesk(SharedData.file("helpdesk.xes.gz"));
      return duck;
    } catch (Throwable t) {
      duck.close();
      throw t;
    }
  }

  private void flights(Path file) throws SQLException {
    run("CREATE TABLE flights AS SELECT row_number() OVER () - 1 AS seq,"
        + " strptime(date || ' +00', '%Y/%m/%d %H:%M %z') AS event_time, * FROM read_json('" + file
        + "', format = 'array', columns = {date: 'VARCHAR', delay: 'BIGINT', distance: 'BIGINT', origin: 'VARCHAR',"
        + " destination: 'VARCHAR'})");
  }

  private void receipt(Path file) throws SQLException {
    run("CREATE TABLE receipt AS SELECT row_number() OVER () - 1 AS seq,"
        + " CAST(\"time:timestamp\" AS TIMESTAMPTZ) AS event_time, * FROM read_csv('" + file
        + "', header = true, all_varchar = true, nullstr = '')");
  }

  private void nginx(Path file) throws SQLException {
    run("CREATE TABLE nginx AS SELECT row_number() OVER () - 1 AS seq,"
        + " to_timestamp((json->'$.timestamp')::BIGINT / 1000.0) AS event_time, json FROM read_json_objects('" + file
        + "', format = 'newline_delimited')");
  }

  private void helpdesk(Path file) throws SQLException, IOException {
    run("CREATE TABLE tickets (seq BIGINT, \"case:concept:name\" VARCHAR, "
        + String.join(", ", TICKET_FIELDS.stream().map(field -> "\"" + field + "\" VARCHAR").toList()) + ")");
    try (var appender = connection.unwrap(DuckDBConnection.class).createAppender("main", "tickets");
        InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      tickets(XMLInputFactory.newInstance().createXMLStreamReader(in), appender);
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
    run("CREATE TABLE helpdesk AS SELECT *, CAST(\"time:timestamp\" AS TIMESTAMPTZ) AS event_time FROM tickets");
  }

  private static void tickets(XMLStreamReader xml, DuckDBAppender tickets) throws XMLStreamException, SQLException {
    String ticket = "";
    boolean inEvent = false;
    long seq = 0;
    Map<String, String> event = new HashMap<>();
    while (xml.hasNext()) {
      int step = xml.next();
      if (step == XMLStreamConstants.START_ELEMENT) {
        String key = xml.getAttributeValue(null, "key");
        String element = xml.getLocalName();
        if (element.equals("event")) {
          inEvent = true;
          event.clear();
        } else if (inEvent && key != null) {
          event.put(key, xml.getAttributeValue(null, "value"));
        } else if ("concept:name".equals(key)) {
          ticket = xml.getAttributeValue(null, "value");
        }
      } else if (step == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("event")) {
        inEvent = false;
        tickets.beginRow();
        tickets.append(seq++);
        tickets.append(ticket);
        for (String field : TICKET_FIELDS) tickets.append(event.get(field));
        tickets.endRow();
      }
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  Statement statement() throws SQLException { return connection.createStatement(); }

  @Override
  public void close() throws SQLException { connection.close(); }
}
