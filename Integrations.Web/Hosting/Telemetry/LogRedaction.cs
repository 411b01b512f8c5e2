using System.Text;
using System.Text.RegularExpressions;

namespace Integrations.Web.Hosting.Telemetry;

/// <summary>
/// Takes secrets out of what libraries log (SECURITY L1): ASP.NET Core writes addresses as they came, with OAuth's codes and states,
/// inbound keys and the tokens of links in them. What the hub itself logs holds none, and is left as it is.
/// </summary>
internal sealed partial class LogRedaction
{
    private const string Masked = "***";

    /// <summary>Shorter ones are names; random 128 bits in base64 have at least this many characters.</summary>
    private const int ShortestSecret = 22;

    /// <summary>
    /// They write whole messages, also what a person types into a page: below a warning they are not heard at all. Sign-in at Microsoft
    /// writes its tokens, the authorization server each request of a program.
    /// </summary>
    private static readonly string[] Mute =
    [
        "Microsoft.AspNetCore.SignalR", "Microsoft.AspNetCore.Http.Connections", "Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Authentication.OpenIdConnect",
        "OpenIddict",
    ];

    private static readonly LogRedaction Own = new() { IsOwn = true };
    private static readonly LogRedaction Foreign = new();
    private static readonly LogRedaction Muted = new() { IsMuted = true };

    private bool IsOwn { get; init; }

    private bool IsMuted { get; init; }

    public static LogRedaction For(string category) =>
        category.StartsWith("Integrations.", StringComparison.Ordinal) ? Own
        : Mute.Any(name => category.StartsWith(name, StringComparison.Ordinal)) ? Muted
        : Foreign;

    public bool Allows(LogLevel level) => !IsMuted || level >= LogLevel.Warning;

    public string Of(string text)
    {
        if (IsOwn)
        {
            return text;
        }

        try
        {
            return WithoutTokens(Pairs().Replace(Queries().Replace(text, "?" + Masked), "${name}=" + Masked));
        }
        catch (RegexMatchTimeoutException)
        {
            // What was not looked through to its end is not written.
            return Masked;
        }
    }

    public object? OfValue(object? value) => IsOwn ? value : value switch
    {
        null or bool or Exception or Delegate => value,
        string text => Of(text),
        IFormattable => value,
        IEnumerable<string> texts => texts.Select(Of).ToArray(),
        // Requests' parts and results are written by what they say of themselves.
        System.Collections.IEnumerable => value,
        _ => value.ToString() is { } written && Of(written) is var cleaned && !string.Equals(written, cleaned, StringComparison.Ordinal) ? cleaned : value,
    };

    /// <summary>Long runs of letters, digits, - and _ that mix cases and digits: tokens and keys, wherever they stand, and no words or ids.</summary>
    private static string WithoutTokens(string text)
    {
        StringBuilder? cleaned = null;
        var copied = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '_'))
            {
                end++;
            }

            if (end - at >= ShortestSecret && IsToken(text.AsSpan(at, end - at)))
            {
                cleaned ??= new StringBuilder(text.Length);
                cleaned.Append(text, copied, at - copied).Append(Masked);
                copied = end;
            }

            at = end + 1;
        }

        return cleaned is null ? text : cleaned.Append(text, copied, text.Length - copied).ToString();
    }

    private static bool IsToken(ReadOnlySpan<char> run) =>
        run.ContainsAnyInRange('0', '9') && run.ContainsAnyInRange('a', 'z') && run.ContainsAnyInRange('A', 'Z');

    /// <summary>
    /// A query, to its end. A question mark alone is part of a sentence or of a type's name. Compiled when the hub is built: an expression
    /// that never goes back would cost a tenth of a second at each start, and these two look at a text once from its beginning to its end.
    /// </summary>
    [GeneratedRegex(@"\?[A-Za-z0-9_.%\-]+=[^\s""'<>]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Queries();

    /// <summary>Names that carry secrets in forms, cookies and texts.</summary>
    [GeneratedRegex(@"\b(?<name>code|state|key|token|access_token|refresh_token|id_token|client_secret|secret|password|ticket|nonce|id)=[^\s&;,""']+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Pairs();
}
