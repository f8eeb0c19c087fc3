// SPDX-License-Identifier: Apache-2.0
package org.redexdb.cli.ingest;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// An open source: its reader, the format that was found, and how far reading has come.
public final class Source implements AutoCloseable {

  /// How a source is to be read.
  ///
  /// @param format null: by name and content
  /// @param delimiter of CSV; null: tab for `.tsv`, else what the header uses of `,` `;` tab `|`
  /// @param strings keep CSV values as text
  public record Options(@Nullable SourceFormat format, @Nullable Character delimiter, boolean strings,
      Extraction extraction) {

    public static final Options DEFAULTS = new Options(null, null, false, Extraction.NONE);
  }

  private static final int HEAD_BYTES = 1 << 16;
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};

  private final Counting counting;
  private final EventReader reader;
  private final SourceFormat format;
  private final boolean guessed;

  private Source(Counting counting, EventReader reader, SourceFormat format, boolean guessed) {
    this.counting = counting;
    this.reader = reader;
    this.format = format;
    this.guessed = guessed;
  }

  /// Takes over `in` and closes it, also when opening fails.
  ///
  /// @param name of the file, empty for standard input
  public static Source open(InputStream in, String name, Options options) throws IOException {
    var counting = new Counting(in);
    try {
      var plain = new PushbackInputStream(unpacked(counting), HEAD_BYTES);
      var head = firstLine(plain);
      int skip = byteOrderMark(head);
      plain.unread(head, skip, head.length - skip);
      var format = options.format();
      if (format == null) {
        format = SourceFormat.byName(name);
      }
      boolean guessed = format == null;
      if (format == null) {
        format = SourceFormat.byContent(head, head.length);
      }
      return new Source(counting, reader(plain, head, format, name, options), format, guessed);
    } catch (Throwable t) {
      in.close();
      throw t;
    }
  }

  // Not more than one line: the next one of a live stream may come tomorrow.
  private static byte[] firstLine(InputStream in) throws IOException {
    var head = new byte[HEAD_BYTES];
    int length = 0;
    int scanned = 0;
    while (length < head.length) {
      int got = in.read(head, length, head.length - length);
      if (got < 0) {
        break;
      }
      length += got;
      for (; scanned < length; scanned++) {
        if (head[scanned] == '\n') {
          return Arrays.copyOf(head, length);
        }
      }
    }
    return Arrays.copyOf(head, length);
  }

  private static EventReader reader(InputStream in, byte[] head, SourceFormat format, String name, Options options) {
    return switch (format) {
      case JSONL -> new JsonLinesReader(new ByteInput(in), options.extraction());
      case JSON -> new JsonArrayReader(new ByteInput(in), options.extraction());
      case XES -> new XesReader(in, options.extraction());
      case CSV -> {
        var given = options.delimiter();
        char delimiter = given != null ? given : name.matches("(?i).*\\.tsv(\\.gz)?") ? '\t' : delimiterOf(head);
        yield new CsvReader(new ByteInput(in), delimiter, options.strings(), options.extraction());
      }
    };
  }

  private static InputStream unpacked(InputStream in) throws IOException {
    var buffered = new BufferedInputStream(in, HEAD_BYTES);
    buffered.mark(2);
    boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return gzip ? new GZIPInputStream(buffered, HEAD_BYTES) : buffered;
  }

  private static int byteOrderMark(byte[] head) {
    if (head.length >= 2 && ((head[0] == (byte) 0xfe && head[1] == (byte) 0xff)
        || (head[0] == (byte) 0xff && head[1] == (byte) 0xfe))) {
      throw new IngestException(1, "this is UTF-16; convert it first: iconv -f UTF-16 -t UTF-8");
    }
    return head.length >= 3 && head[0] == (byte) 0xef && head[1] == (byte) 0xbb && head[2] == (byte) 0xbf ? 3 : 0;
  }

  /// Whether CSV can be read with it.
  public static boolean isDelimiter(char candidate) {
    return candidate != '"' && candidate != '\n' && candidate != '\r' && candidate <= 127;
  }

  /// Whether the first line has one of the delimiters of CSV outside quotes.
  static boolean hasDelimiter(byte[] head) {
    var text = new String(head, StandardCharsets.ISO_8859_1);
    for (char candidate : DELIMITERS) {
      if (countInFirstLine(text, candidate) > 0) return true;
    }
    return false;
  }

  private static char delimiterOf(byte[] head) {
    var text = new String(head, StandardCharsets.ISO_8859_1);
    char best = ',';
    long most = 0;
    for (char candidate : DELIMITERS) {
      long count = countInFirstLine(text, candidate);
      if (count > most) {
        best = candidate;
        most = count;
      }
    }
    return best;
  }

  private static long countInFirstLine(String text, char wanted) {
    long count = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '\n' || c == '\r')) {
        break;
      } else if (!quoted && c == wanted) {
        count++;
      }
    }
    return count;
  }

  public SourceFormat format() {
    return format;
  }

  /// Whether neither the user nor the name of the file said the format.
  public boolean guessed() {
    return guessed;
  }

  public EventReader reader() {
    return reader;
  }

  /// Bytes taken from the source so far, as stored: packed ones where it is packed.
  public long bytesRead() {
    return counting.count;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private static final class Counting extends FilterInputStream {
    private long count;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int got = super.read(bytes, offset, length);
      count += Math.max(got, 0);
      return got;
    }
  }
}
