using System.Globalization;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>When a delivery was signed, so that an old one that was caught on its way proves nothing.</summary>
/// <param name="From">Where it stands; null where it is an element of the signature's header.</param>
/// <param name="Form"><c>unix</c>, <c>unix_ms</c> or <c>iso</c>.</param>
/// <param name="Tolerance">How far it may be from now, in either direction.</param>
internal sealed record TimestampPlan(EventPart? From, string Form, TimeSpan Tolerance)
{
    /// <summary>In words, such as <c>300 s by header X-Timestamp</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Tolerance.TotalSeconds} s{(From is null ? "" : $" by {From}")}");

    /// <summary>Why a time is not near enough to now; null where it is.</summary>
    public InboundVerdict.Rejected? Refusal(string? text, DateTimeOffset now) =>
        Time(text) is not { } time ? Refused.NoTime
        : (now - time).Duration() <= Tolerance ? null
        : Refused.Time(now - time, Tolerance);

    public string? Read(InboundRequest request, JsonElement body) => From?.Read(request, body, body);

    private DateTimeOffset? Time(string? text)
    {
        if (Form == "iso")
        {
            return VendorJson.ParseTime(text);
        }

        // Beyond these a number is no time that there is.
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number / (Form == "unix" ? 1 : 1_000) < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeMilliseconds(Form == "unix" ? number * 1_000 : number)
            : null;
    }
}
