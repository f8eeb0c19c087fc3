// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.NClob;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Struct;
import java.util.Map;
import org.redexdb.jdbc.error.SqlErrors;

/// The part of [Connection] that makes objects of types no column has, or calls procedures, of which there are none.
interface WithoutFactories extends Connection {
  private static SQLException noType(String type, String instead) {
    return SqlErrors.notSupported("no column is of type " + type + "; use " + instead);
  }

  private static SQLException noProcedures() {
    return SqlErrors.notSupported("there are no stored procedures to call");
  }

  @Override
  default CallableStatement prepareCall(String sql) throws SQLException { throw noProcedures(); }

  @Override
  default CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    throw noProcedures();
  }

  @Override
  default CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
    throw noProcedures();
  }

  @Override
  default Clob createClob() throws SQLException { throw noType("CLOB", "setString or setCharacterStream"); }

  @Override
  default NClob createNClob() throws SQLException { throw noType("NCLOB", "setString or setCharacterStream"); }

  @Override
  default Blob createBlob() throws SQLException { throw noType("BLOB", "setBytes or setBinaryStream"); }

  @Override
  default SQLXML createSQLXML() throws SQLException { throw noType("XML", "setString"); }

  @Override
  default Array createArrayOf(String type, Object[] elements) throws SQLException {
    throw noType("ARRAY", "setString with a JSON array");
  }

  @Override
  default Struct createStruct(String type, Object[] attributes) throws SQLException {
    throw noType("STRUCT", "setString with a JSON object");
  }

  @Override
  default Map<String, Class<?>> getTypeMap() throws SQLException { return Map.of(); }

  @Override
  default void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    if (!map.isEmpty()) throw SqlErrors.notSupported("there are no user-defined types to map");
  }
}
