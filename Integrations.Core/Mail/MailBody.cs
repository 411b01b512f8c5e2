using System.Text.Encodings.Web;
using System.Text.Json;
using Integrations.Primitives;
using static Integrations.Core.Mail.MailTexts;

namespace Integrations.Core.Mail;

/// <summary>Both parts of a message, written in one language. Everything that comes from people is escaped in the HTML part.</summary>
[HoldsSecret]
internal sealed class MailBody(string text, string html)
{
    private const string Font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif";

    public string Text => text;

    public string Html => html;

    public static MailBody Write(Letter letter, string name, string language, string? address)
    {
        var greeting = In(language, Line("Hello {0},", name));
        var paragraphs = letter.Paragraphs.Select(paragraph => In(language, paragraph)).ToList();
        var button = letter.Button is { } label && address is not null ? In(language, label) : null;
        var reason = In(language, letter.Reason);
        return new MailBody(Plain(greeting, paragraphs, button, address, reason), Marked(language, greeting, paragraphs, button, address, reason));
    }

    public string ToJson() => JsonSerializer.Serialize(new[] { text, html });

    public static MailBody FromJson(string json) => JsonSerializer.Deserialize<string[]>(json) is [var text, var html] ? new MailBody(text, html) : throw new JsonException("This is no mail.");

    public override string ToString() => "***";

    private static string Plain(string greeting, IEnumerable<string> paragraphs, string? button, string? address, string reason) =>
        string.Join("\n\n", [greeting, .. paragraphs, .. button is null ? Array.Empty<string>() : [$"{button}:\n{address}"], $"-- \n{reason}"]) + "\n";

    private static string Marked(string language, string greeting, IEnumerable<string> paragraphs, string? button, string? address, string reason)
    {
        var lines = string.Concat(paragraphs.Prepend(greeting).Select(line => $"<p style=\"margin:0 0 16px\">{Escaped(line)}</p>\n"));
        var link = button is null
            ? ""
            : $"""
                <p style="margin:24px 0"><a href="{Escaped(address!)}" style="background:#2f5fd0;color:#ffffff;padding:12px 20px;border-radius:8px;text-decoration:none;display:inline-block">{Escaped(button)}</a></p>
                <p style="margin:0 0 16px;font-size:13px;color:#5b6472;word-break:break-all">{Escaped(address!)}</p>

                """;
        return $"""
            <!DOCTYPE html>
            <html lang="{language}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>
            <body style="margin:0;padding:24px;{Font};font-size:15px;line-height:1.5">
            <div dir="auto" style="max-width:560px;margin:0 auto">
            {lines}{link}<p style="margin:32px 0 0;padding-top:16px;border-top:1px solid #d9dee7;font-size:13px;color:#5b6472">{Escaped(reason)}</p>
            </div>
            </body>
            </html>

            """;
    }

    private static string Escaped(string text) => HtmlEncoder.Default.Encode(text);
}
