// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// The JDBC driver: `jdbc:redexdb:<path>`. Only the driver and the data source are API; the rest is `java.sql`.
@NullMarked module org.redexdb.jdbc {
  requires static transitive org.jspecify;
  requires transitive java.sql;
  requires org.redexdb.netdb;

  exports org.redexdb.jdbc;

  provides java.sql.Driver with org.redexdb.jdbc.RedexDriver;
}
