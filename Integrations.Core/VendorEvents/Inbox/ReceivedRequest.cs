using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Primitives;

namespace Integrations.Core.VendorEvents.Inbox;

/// <summary>A request as the vault keeps it, so that it can be shown, and judged once more.</summary>
[HoldsSecret]
internal sealed class ReceivedRequest
{
    /// <summary>In bytes. Longer bodies are not kept.</summary>
    public const int LongestBody = 32 * 1024;

    private const int MostHeaders = 60;
    private const int LongestHeader = 4_096;

    public required string Method { get; init; }

    public required Dictionary<string, string> Headers { get; init; }

    public required Dictionary<string, string> Query { get; init; }

    /// <summary>As the vendor called it; null in what was kept before this was.</summary>
    public string? Url { get; init; }

    /// <summary>Empty where it was too long.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Whether all of it can be kept.</summary>
    public static bool IsShort(InboundRequest request) =>
        request.Body.Length <= LongestBody && request.Headers.Count <= MostHeaders && request.Headers.Values.All(value => value.Length <= LongestHeader);

    public static string Write(InboundRequest request) => JsonSerializer.Serialize(new ReceivedRequest
    {
        Method = request.Method,
        Headers = request.Headers.Take(MostHeaders).ToDictionary(h => h.Key, h => Text.Cut(h.Value, LongestHeader), StringComparer.Ordinal),
        Query = request.Query.ToDictionary(q => q.Key, q => q.Value, StringComparer.Ordinal),
        Url = request.Url,
        Body = request.Body.Length <= LongestBody ? request.Body.ToArray() : [],
    });

    /// <summary>Null when it is no such text.</summary>
    public static ReceivedRequest? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<ReceivedRequest>(json);

    public InboundRequest ToRequest() => new(
        Method,
        new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase),
        new Dictionary<string, string>(Query, StringComparer.OrdinalIgnoreCase),
        Body)
    {
        Url = Url,
    };

    public override string ToString() => "***";
}
