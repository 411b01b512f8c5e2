using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Integrations.Tests.EndToEnd.Counterparts;

/// <summary>Data of events with every kind of text, number and order of members.</summary>
internal static class WebhookCorpus
{
    private static readonly string[] Texts =
    [
        "", " ", "plain", "ünï cödé", "日本語", "العربية", "עברית", "a<b>&\"c\"'d'", "back\\slash", "/slash/", "tab\tline\nreturn\rfeed\fback\b", "\u0000\u0001\u001f", "\u007f\u0080\u009f",
        "\u00a0", "\u00ad", "\u200b\u200d\u2060", "\u2028\u2029", "\u202e\u2066", "\u3000", "\ufeff", "\ufeffat the beginning", "\ue000\uf8ff", "\ufdd0", "\ufffd", "\uffff",
        "😀", "👩‍👩‍👧‍👦", "🇩🇪", "\U0001F468\U0001F3FD", "\U000E0041", "\U0010FFFF", "\U000F0000", "e\u0301", "\u1e9e", "İı", "+1 (555) 010", "sha256=abc", "\",\"signature\":\"sha256=0\"", "{{event}}", "</script>", "%00%0a",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "1.0", "1.50", "0.1", "-0.000001", "0.0000001", "1e3", "1E+3", "1e-7", "123456789012345680000", "1e20", "1e21", "1.5e300", "5e-324", "1.7976931348623157e308",
        "9007199254740991", "9007199254740993", "12345678901234567890", "0.30000000000000004", "100", "1e2", "1.0e-5", "0.00001234", "4.35", "2.2250738585072014E-308", "333333333.33333329", "1e999", "-1e999",
    ];

    private static readonly JsonSerializerOptions Lenient = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON objects; more than 300.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Create()];

    private static IEnumerable<string> Create()
    {
        foreach (var text in Texts)
        {
            // As our serializer writes it, as a lenient one does, and escaped throughout.
            yield return JsonSerializer.Serialize(new { text });
            yield return $$"""{"text":{{JsonSerializer.Serialize(text, Lenient)}}}""";
            yield return $$"""{"text":"{{Escaped(text)}}"}""";
            yield return $$"""{"{{Escaped(text)}}":["{{Escaped(text)}}",{"{{Escaped(text)}}x":1}]}""";
            yield return $$"""{"before":"{{Escaped(text)}}😀","after":"\u2028{{Escaped(text)}}"}""";
            yield return JsonSerializer.Serialize(new { note = $"{text} in the middle {text}", list = new[] { text, "x" } });
        }

        foreach (var number in Numbers)
        {
            yield return $$"""{"number":{{number}}}""";
            yield return $$"""{"numbers":[{{number}},{"n":{{number}}}]}""";
        }

        // The order of members: array indexes first, by size; a member given twice keeps its place and its last value.
        yield return """{"b":1,"10":2,"9":3,"a":4,"0":5}""";
        yield return """{"01":1,"1":2,"-1":3,"1.5":4,"4294967294":5,"4294967295":6,"4294967296":7}""";
        yield return """{"a":1,"b":2,"a":3}""";
        yield return """{"2":1,"a":{"z":1,"3":2,"3":4,"1":{}}}""";
        yield return """{"__proto__":1,"constructor":2,"toString":null,"signature":"mine","event":"e","timestamp":0,"data":{}}""";
        yield return """{"half":"\ud800","other":"\udc00x","turned":"\udc00\ud800","whole":"\ud83d\ude00"}""";
        yield return """{"\ud800":1,"\uDFFF":2}""";
        yield return " { \"white\" : [ 1 , 2 ,\n\t3 ] ,\r\n \"empty\" : { } , \"none\" : [ ] } ";
        yield return """{"yes":true,"no":false,"nothing":null,"slash":"\/","quote":"\u0022","under":"\u005f"}""";
        yield return "{\"deep\":" + new StringBuilder().Insert(0, "[", 50).Insert(50, "]", 50) + "}";
        yield return JsonSerializer.Serialize(new { long_text = string.Concat(Enumerable.Repeat("längere Texte 😀 ", 2_000)) });
    }

    private static string Escaped(string text) => string.Concat(text.Select(unit => $"\\u{((int)unit).ToString("x4", CultureInfo.InvariantCulture)}"));
}
