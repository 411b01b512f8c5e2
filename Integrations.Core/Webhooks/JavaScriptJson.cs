using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Integrations.Core.Webhooks;

/// <summary>Writes JSON exactly as JavaScript's <c>JSON.stringify(JSON.parse(text))</c> does, byte for byte.</summary>
/// <remarks>
/// Receivers that follow document 003 parse the body and stringify it again before they verify. No encoder of
/// System.Text.Json writes what JavaScript writes: they escape what lies outside of the basic plane, U+00A0, U+2028, U+FEFF
/// and private use, and keep numbers and the order of members as they came. Source: ECMA-262, SerializeJSONProperty,
/// QuoteJSONString, Number::toString and OrdinaryOwnPropertyKeys (edition of 2025).
/// </remarks>
internal static class JavaScriptJson
{
    // The largest key that counts as an array's index, and so comes before other keys: 2^32 - 2.
    private const uint LastIndex = uint.MaxValue - 1;

    public static void Write(StringBuilder to, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(to, value);
                break;
            case JsonValueKind.Array:
                WriteArray(to, value);
                break;
            case JsonValueKind.String:
                WriteString(to, Unescape(JsonMarshal.GetRawUtf8Value(value)[1..^1]));
                break;
            case JsonValueKind.Number:
                WriteNumber(to, JsonMarshal.GetRawUtf8Value(value));
                break;
            default:
                to.Append(value.ValueKind switch { JsonValueKind.True => "true", JsonValueKind.False => "false", _ => "null" });
                break;
        }
    }

    public static void WriteString(StringBuilder to, string text)
    {
        to.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '"': to.Append("\\\""); break;
                case '\\': to.Append("\\\\"); break;
                case '\b': to.Append("\\b"); break;
                case '\f': to.Append("\\f"); break;
                case '\n': to.Append("\\n"); break;
                case '\r': to.Append("\\r"); break;
                case '\t': to.Append("\\t"); break;
                case < ' ': AppendUnit(to, c); break;
                case var _ when char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]):
                    to.Append(c).Append(text[++i]);
                    break;
                case var _ when char.IsSurrogate(c): AppendUnit(to, c); break;
                default: to.Append(c); break;
            }
        }

        to.Append('"');
    }

    private static void WriteObject(StringBuilder to, JsonElement value)
    {
        // A member given twice keeps its first place and its last value; keys that are array indexes come first, by size.
        var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            members[Unescape(JsonMarshal.GetRawUtf8PropertyName(member))] = member.Value;
        }

        to.Append('{');
        var first = to.Length;
        foreach (var (name, member) in members.Where(m => Index(m.Key) is not null).OrderBy(m => Index(m.Key)).Concat(members.Where(m => Index(m.Key) is null)))
        {
            if (to.Length > first)
            {
                to.Append(',');
            }

            WriteString(to, name);
            to.Append(':');
            Write(to, member);
        }

        to.Append('}');
    }

    private static void WriteArray(StringBuilder to, JsonElement value)
    {
        to.Append('[');
        var first = to.Length;
        foreach (var item in value.EnumerateArray())
        {
            if (to.Length > first)
            {
                to.Append(',');
            }

            Write(to, item);
        }

        to.Append(']');
    }

    private static void WriteNumber(StringBuilder to, ReadOnlySpan<byte> raw)
    {
        var number = double.Parse(raw, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number))
        {
            // JSON.parse reads 1e999 as Infinity, and JSON has no word for that.
            to.Append("null");
            return;
        }

        if (number == 0)
        {
            to.Append('0');
            return;
        }

        // Both languages write the shortest digits that read as the same number; JavaScript places the point its own way.
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var (digits, point) = Digits(shortest.AsSpan().TrimStart('-'));
        if (number < 0)
        {
            to.Append('-');
        }

        var count = digits.Length;
        if (point is > 0 and <= 21)
        {
            to.Append(count <= point ? digits.PadRight(point, '0') : $"{digits[..point]}.{digits[point..]}");
        }
        else if (point is > -6 and <= 0)
        {
            to.Append("0.").Append('0', -point).Append(digits);
        }
        else
        {
            to.Append(digits[0]);
            if (count > 1)
            {
                to.Append('.').Append(digits, 1, count - 1);
            }

            to.Append('e').Append(point > 0 ? '+' : '-').Append(Math.Abs(point - 1).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The significant digits, and where the decimal point stands among them (1 is behind the first).</summary>
    private static (string Digits, int Point) Digits(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('E');
        var exponent = at < 0 ? 0 : int.Parse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = at < 0 ? text : text[..at];
        var dot = mantissa.IndexOf('.');
        var whole = dot < 0 ? mantissa : mantissa[..dot];
        var all = string.Concat(whole, dot < 0 ? [] : mantissa[(dot + 1)..]);
        var zeros = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), whole.Length + exponent - zeros);
    }

    private static uint? Index(string key) =>
        key.Length is > 0 and <= 10 && (key.Length == 1 || key[0] != '0') && uint.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= LastIndex ? index : null;

    /// <summary>A JSON string's text. Half surrogate pairs, which <c>GetString</c> refuses, stay as they are: JavaScript keeps them too.</summary>
    private static string Unescape(ReadOnlySpan<byte> raw)
    {
        var text = Encoding.UTF8.GetString(raw);
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                plain.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] == 'u')
            {
                plain.Append((char)ushort.Parse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                plain.Append(text[i] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', var same => same });
            }
        }

        return plain.ToString();
    }

    private static void AppendUnit(StringBuilder to, char c) => to.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
}
