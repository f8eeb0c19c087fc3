// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.resultset;

import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import org.redexdb.jdbc.error.SqlErrors;

/// The getters of types that no column has.
interface WithoutLocators extends ResultSet {
  private static SQLException refusal(String type, String instead) {
    return SqlErrors.notSupported("no column is of type " + type + "; use " + instead);
  }

  @Override
  default Ref getRef(int column) throws SQLException { throw refusal("REF", "getObject"); }

  @Override
  default Blob getBlob(int column) throws SQLException { throw refusal("BLOB", "getBytes or getBinaryStream"); }

  @Override
  default Clob getClob(int column) throws SQLException { throw refusal("CLOB", "getString or getCharacterStream"); }

  @Override
  default NClob getNClob(int column) throws SQLException { throw refusal("NCLOB", "getString or getCharacterStream"); }

  @Override
  default Array getArray(int column) throws SQLException { throw refusal("ARRAY", "getString, which gives its JSON"); }

  @Override
  default URL getURL(int column) throws SQLException { throw refusal("DATALINK", "getString"); }

  @Override
  default RowId getRowId(int column) throws SQLException { throw refusal("ROWID", "the column event_seq"); }

  @Override
  default SQLXML getSQLXML(int column) throws SQLException { throw refusal("XML", "getString"); }
}
