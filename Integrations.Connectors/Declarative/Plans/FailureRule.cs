using System.Globalization;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Plans;

/// <summary>What one kind of refusal of this vendor means, where its status alone does not say it.</summary>
internal sealed record FailureRule
{
    /// <summary>Refusals are short; words are looked for in the beginning of a body.</summary>
    public const int LongestRefusal = 16_384;

    public required IReadOnlyList<int> Status { get; init; }

    /// <summary>Where the body says it; null for a look at all of it, or at the status alone.</summary>
    public ValuePath? Path { get; init; }

    /// <summary>One of these, exactly.</summary>
    public IReadOnlyList<string> Is { get; init; } = [];

    /// <summary>One of these within, whatever the case.</summary>
    public IReadOnlyList<string> Contains { get; init; } = [];

    public string? Header { get; init; }

    /// <summary>What it means: <c>credential_refused</c>, <c>forbidden</c>, <c>not_found</c>, <c>refused</c>, <c>rate_limited</c> or <c>unavailable</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The header that says how long to wait.</summary>
    public string? WaitHeader { get; init; }

    /// <summary><c>seconds</c>, or a time as <c>unix</c>, <c>unix_ms</c> or <c>iso</c>.</summary>
    public string WaitForm { get; init; } = "seconds";

    /// <summary>Where the vendor does not say it.</summary>
    public int? WaitSeconds { get; init; }

    public bool LooksIntoBody => Path is not null || Contains.Count > 0;

    /// <summary>The words of <see cref="Is"/> as bodies have them; empty where something else may stand there.</summary>
    private IReadOnlyList<byte[]> Exact { get; init; } = [];

    /// <summary>The same rule, made ready for many answers.</summary>
    public FailureRule Ready() => this with
    {
        Exact = Path is not null && Contains.Count == 0 && Is.All(word => word.All(c => c is >= ' ' and <= '~' and not ('"' or '\\' or '/')))
            ? [.. Is.Select(Encoding.UTF8.GetBytes)]
            : [],
    };

    /// <param name="status">Of the answer.</param>
    /// <param name="header">Finds a header's value.</param>
    /// <param name="body">The whole body.</param>
    /// <param name="json">Reads the body as JSON, when that is needed.</param>
    public bool Fits(int status, Func<string, string?> header, ReadOnlySpan<byte> body, Func<JsonElement?> json)
    {
        if (!Status.Contains(status) || (Header is not null && header(Header) is null))
        {
            return false;
        }

        if (!LooksIntoBody)
        {
            return true;
        }

        if (body.Length > LongestRefusal || !MayHold(body))
        {
            return false;
        }

        if (Path is null)
        {
            var all = Encoding.UTF8.GetString(body);
            return Contains.Any(word => all.Contains(word, StringComparison.OrdinalIgnoreCase));
        }

        return json() is { } read && Path.Find(read, read).Select(Word).OfType<string>().Any(word =>
            (Is.Count == 0 && Contains.Count == 0) || Is.Contains(word, StringComparer.Ordinal) || Contains.Any(part => word.Contains(part, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Whether one of the exact words is anywhere in a body: most answers are results, and need no second look. Escaped letters may be any.</summary>
    private bool MayHold(ReadOnlySpan<byte> body)
    {
        if (Exact.Count == 0 || body.IndexOf("\\u"u8) >= 0)
        {
            return true;
        }

        foreach (var word in Exact)
        {
            if (body.IndexOf(word) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    public Failure ToFailure(string vendorName, VendorResponse response, string? words, DateTimeOffset now)
    {
        var status = (int)response.Status;
        return Kind switch
        {
            "credential_refused" => VendorFailures.CredentialRefused(vendorName, words, status),
            "forbidden" => VendorFailures.Forbidden(vendorName, words, status),
            "not_found" => VendorFailures.NotFound(vendorName, words, status),
            "rate_limited" => VendorFailures.RateLimited(vendorName, Wait(response, now), status),
            "unavailable" => VendorFailures.Unavailable(vendorName, words, status),
            _ => VendorFailures.Refused(vendorName, words, status),
        };
    }

    private TimeSpan? Wait(VendorResponse response, DateTimeOffset now)
    {
        var said = WaitHeader is null ? null : response.Header(WaitHeader);
        var until = WaitForm switch
        {
            "iso" => VendorJson.ParseTime(said) - now,
            "unix" or "unix_ms" when double.TryParse(said, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var at) && at is > 0 and < 253_402_300_799_000 =>
                DateTimeOffset.FromUnixTimeMilliseconds((long)(WaitForm == "unix" ? Math.Min(at, 253_402_300_799) * 1_000 : at)) - now,
            "seconds" => VendorFailures.ParseRetryAfter(said, now),
            _ => (TimeSpan?)null,
        };
        return until is { } wait ? (wait > TimeSpan.Zero ? wait : TimeSpan.Zero)
            : VendorFailures.RetryAfter(response, now) ?? (WaitSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    }

    private static string? Word(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.Read(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => null,
    };
}
