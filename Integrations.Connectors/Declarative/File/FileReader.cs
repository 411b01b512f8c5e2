using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Integrations.Connectors.Declarative.File;

/// <summary>
/// Reads a provider file as JSON with places. It takes whatever bytes it is given: a file that an administrator uploads may be broken
/// in any way, and what is wrong is told, never thrown.
/// </summary>
internal ref struct FileReader
{
    /// <summary>The largest of our own has a tenth of it.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int MaxDepth = 32;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly List<int> _lines;
    private Utf8JsonReader _reader;

    /// <summary>Where the last value began: the next one is counted from there, as a file may be one long line.</summary>
    private (int Index, int Line, int Column) _last = (0, 1, 1);

    private FileReader(ReadOnlySpan<byte> bytes, int maxDepth)
    {
        _bytes = bytes;
        _lines = [0];
        for (var index = 0; index < bytes.Length; index++)
        {
            if (bytes[index] == (byte)'\n')
            {
                _lines.Add(index + 1);
            }
        }

        _reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = maxDepth });
    }

    /// <summary>The document; null, with what is wrong, when it is none.</summary>
    /// <param name="bytes">Of the file.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="what">What the file is, for messages.</param>
    /// <param name="maxBytes">The longest one.</param>
    /// <param name="maxDepth">How deep it may nest.</param>
    public static FileNode? Read(ReadOnlySpan<byte> bytes, ICollection<FileProblem> problems, string what = "provider file", int maxBytes = MaxBytes, int maxDepth = MaxDepth)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        if (bytes.Length > maxBytes)
        {
            problems.Add(new FileProblem("$", 1, 1, $"The file has {bytes.Length / 1024} KB; a {what} has at most {maxBytes / 1024}."));
            return null;
        }

        var reader = new FileReader(bytes, maxDepth);
        if (!Utf8.IsValid(bytes))
        {
            var (line, column) = reader.PlaceOf(FirstInvalid(bytes));
            problems.Add(new FileProblem("$", line, column, "The file is not UTF-8 here. Save it as UTF-8."));
            return null;
        }

        try
        {
            reader._reader.Read();
            var root = reader.Value("$", problems);
            reader._reader.Read();
            return problems.Count == 0 ? root : null;
        }
        catch (JsonException exception)
        {
            var start = reader._lines[(int)Math.Clamp(exception.LineNumber ?? 0, 0, reader._lines.Count - 1)];
            var (line, column) = reader.PlaceOf(Math.Min(start + (int)(exception.BytePositionInLine ?? 0), bytes.Length));
            problems.Add(new FileProblem("$", line, column, $"This is not JSON: {Reason(exception)}"));
            return null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, written as an escape.
            var (line, column) = reader.PlaceOf((int)reader._reader.TokenStartIndex);
            problems.Add(new FileProblem("$", line, column, "This text holds half of a character (an escape such as \\ud83d without its second half)."));
            return null;
        }
    }

    private FileNode Value(string path, ICollection<FileProblem> problems)
    {
        var (line, column) = PlaceOf((int)_reader.TokenStartIndex);
        var kind = _reader.TokenType switch
        {
            JsonTokenType.StartObject => JsonValueKind.Object,
            JsonTokenType.StartArray => JsonValueKind.Array,
            JsonTokenType.String => JsonValueKind.String,
            JsonTokenType.Number => JsonValueKind.Number,
            JsonTokenType.True => JsonValueKind.True,
            JsonTokenType.False => JsonValueKind.False,
            _ => JsonValueKind.Null,
        };
        var node = new FileNode
        {
            Kind = kind,
            Path = path,
            Line = line,
            Column = column,
            Text = kind switch
            {
                JsonValueKind.String => _reader.GetString()!,
                JsonValueKind.Number => Encoding.ASCII.GetString(_reader.ValueSpan),
                _ => "",
            },
        };
        if (kind == JsonValueKind.Object)
        {
            Members(node, problems);
        }
        else if (kind == JsonValueKind.Array)
        {
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                node.Items.Add(Value($"{path}[{node.Items.Count}]", problems));
            }
        }

        return node;
    }

    private void Members(FileNode node, ICollection<FileProblem> problems)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var name = _reader.GetString()!;
            var (line, column) = PlaceOf((int)_reader.TokenStartIndex);
            var path = node.PathOf(name);
            _reader.Read();
            var value = Value(path, problems);
            if (names.Add(name))
            {
                node.Members.Add(new(name, value));
            }
            else
            {
                problems.Add(new FileProblem(path, line, column, "This member stands here twice; readers would disagree on which one counts."));
            }
        }
    }

    private (int Line, int Column) PlaceOf(int index)
    {
        var line = _lines.BinarySearch(index);
        line = line < 0 ? ~line - 1 : line;
        var end = Math.Min(index, _bytes.Length);
        var column = _last.Line == line + 1 && _last.Index <= end
            ? _last.Column + Encoding.UTF8.GetCharCount(_bytes[_last.Index..end])
            : Encoding.UTF8.GetCharCount(_bytes[_lines[line]..end]) + 1;
        _last = (end, line + 1, column);
        return (line + 1, column);
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var index = 0;
        while (index < bytes.Length && Rune.DecodeFromUtf8(bytes[index..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            index += length;
        }

        return index;
    }

    /// <summary>The reader's own words, without the place that it adds in its own counting, and without what only a program could do about it.</summary>
    private static string Reason(JsonException exception)
    {
        var at = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var words = at > 0 ? exception.Message[..at] : exception.Message;
        return words.Contains("trailing comma", StringComparison.OrdinalIgnoreCase) ? "a comma stands before the closing bracket. Take it out."
            : words.Contains("Change the reader options", StringComparison.OrdinalIgnoreCase) ? "something stands here that JSON does not have, such as a comment. Take it out."
            : words;
    }
}
