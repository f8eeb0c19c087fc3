// SPDX-License-Identifier: Apache-2.0
package org.redexdb.redex.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.redexdb.storage.api.PayloadCodec;

/// Mappers for what needs no library.
public final class PayloadMappers {
  /// Text as UTF-8, for channels of text. Half of a surrogate pair is refused when it is appended, and bytes that are no
  /// UTF-8 when they are read.
  public static final PayloadMapper<String> TEXT = new Text();

  /// Bytes as they are, for channels of bytes.
  public static final PayloadMapper<byte[]> BYTES = new Bytes();

  private PayloadMappers() {}

  private static final class Text implements PayloadMapper<String> {
    @Override
    public PayloadCodec codec() { return PayloadCodec.TEXT; }

    @Override
    public byte[] encode(String value) { return StrictText.utf8("payload", value); }

    @Override
    public String decode(byte[] payload, @Nullable String type) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException("the bytes are no UTF-8", e);
      }
    }
  }

  private static final class Bytes implements PayloadMapper<byte[]> {
    @Override
    public PayloadCodec codec() { return PayloadCodec.BYTES; }

    @Override
    public byte[] encode(byte[] value) { return value; }

    @Override
    public byte[] decode(byte[] payload, @Nullable String type) { return payload; }
  }
}
