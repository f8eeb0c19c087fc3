// SPDX-License-Identifier: Apache-2.0
package org.redexdb.jdbc.statement;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;
import org.redexdb.jdbc.error.SqlErrors;
import org.redexdb.jdbc.error.SqlState;

/// The setters that take a stream: it is read to its end (or its length) at once, because an event is bounded.
interface StreamSetters extends PreparedStatement {
  private static SQLException unreadable(IOException e) {
    SQLException error = SqlErrors.of(SqlState.BAD_ARGUMENT, "the stream given as parameter failed: " + e.getMessage());
    error.initCause(e);
    return error;
  }

  private void bytes(int parameter, @Nullable InputStream stream, long length) throws SQLException {
    if (stream == null) {
      setNull(parameter, Types.VARBINARY);
      return;
    }
    setBytes(parameter, read(stream, length));
  }

  private static byte[] read(InputStream stream, long length) throws SQLException {
    try {
      if (length < 0) return stream.readAllBytes();
      byte[] read = stream.readNBytes(Math.toIntExact(length));
      if (read.length < length) throw tooShort(read.length, length);
      return read;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static SQLException tooShort(long found, long announced) {
    return SqlErrors.of(SqlState.BAD_ARGUMENT,
        "the stream given as parameter ended after " + found + " of the announced " + announced);
  }

  private void text(int parameter, @Nullable InputStream stream, long length, Charset charset) throws SQLException {
    setString(parameter, stream == null ? null : new String(read(stream, length), charset));
  }

  private void text(int parameter, @Nullable Reader reader, long length) throws SQLException {
    if (reader == null) {
      setString(parameter, null);
      return;
    }
    try {
      if (length < 0) {
        var all = new StringWriter();
        reader.transferTo(all);
        setString(parameter, all.toString());
        return;
      }
      char[] characters = new char[Math.toIntExact(length)];
      int filled = 0;
      int count;
      while (filled < characters.length
          && (count = reader.read(characters, filled, characters.length - filled)) >= 0)
        filled += count;
      if (filled < length) throw tooShort(filled, length);
      setString(parameter, new String(characters));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  default void setAsciiStream(int parameter, @Nullable InputStream stream) throws SQLException {
    text(parameter, stream, -1, StandardCharsets.US_ASCII);
  }

  @Override
  default void setAsciiStream(int parameter, @Nullable InputStream stream, int length) throws SQLException {
    text(parameter, stream, length, StandardCharsets.US_ASCII);
  }

  @Override
  default void setAsciiStream(int parameter, @Nullable InputStream stream, long length) throws SQLException {
    text(parameter, stream, length, StandardCharsets.US_ASCII);
  }

  @Deprecated
  @Override
  default void setUnicodeStream(int parameter, @Nullable InputStream stream, int length) throws SQLException {
    text(parameter, stream, length, StandardCharsets.UTF_8);
  }

  @Override
  default void setBinaryStream(int parameter, @Nullable InputStream stream) throws SQLException {
    bytes(parameter, stream, -1);
  }

  @Override
  default void setBinaryStream(int parameter, @Nullable InputStream stream, int length) throws SQLException {
    bytes(parameter, stream, length);
  }

  @Override
  default void setBinaryStream(int parameter, @Nullable InputStream stream, long length) throws SQLException {
    bytes(parameter, stream, length);
  }

  @Override
  default void setCharacterStream(int parameter, @Nullable Reader reader) throws SQLException {
    text(parameter, reader, -1);
  }

  @Override
  default void setCharacterStream(int parameter, @Nullable Reader reader, int length) throws SQLException {
    text(parameter, reader, length);
  }

  @Override
  default void setCharacterStream(int parameter, @Nullable Reader reader, long length) throws SQLException {
    text(parameter, reader, length);
  }

  @Override
  default void setNCharacterStream(int parameter, @Nullable Reader reader) throws SQLException {
    text(parameter, reader, -1);
  }

  @Override
  default void setNCharacterStream(int parameter, @Nullable Reader reader, long length) throws SQLException {
    text(parameter, reader, length);
  }

  @Override
  default void setBlob(int parameter, @Nullable InputStream stream) throws SQLException {
    bytes(parameter, stream, -1);
  }

  @Override
  default void setBlob(int parameter, @Nullable InputStream stream, long length) throws SQLException {
    bytes(parameter, stream, length);
  }

  @Override
  default void setBlob(int parameter, @Nullable Blob blob) throws SQLException {
    bytes(parameter, blob == null ? null : blob.getBinaryStream(), -1);
  }

  @Override
  default void setClob(int parameter, @Nullable Reader reader) throws SQLException { text(parameter, reader, -1); }

  @Override
  default void setClob(int parameter, @Nullable Reader reader, long length) throws SQLException {
    text(parameter, reader, length);
  }

  @Override
  default void setClob(int parameter, @Nullable Clob clob) throws SQLException {
    text(parameter, clob == null ? null : clob.getCharacterStream(), -1);
  }

  @Override
  default void setNClob(int parameter, @Nullable Reader reader) throws SQLException { text(parameter, reader, -1); }

  @Override
  default void setNClob(int parameter, @Nullable Reader reader, long length) throws SQLException {
    text(parameter, reader, length);
  }

  @Override
  default void setNClob(int parameter, @Nullable NClob clob) throws SQLException {
    text(parameter, clob == null ? null : clob.getCharacterStream(), -1);
  }
}
