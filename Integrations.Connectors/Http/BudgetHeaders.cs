using System.Globalization;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Http;

/// <summary>What an answer tells of a budget; null for each thing that it does not tell, or tells in no form that there is.</summary>
/// <param name="Limit">Requests in a window.</param>
/// <param name="Remaining">What is left of them.</param>
/// <param name="Until">When the window ends, or when to ask again.</param>
internal sealed record BudgetHeaders(int? Limit, int? Remaining, DateTimeOffset? Until)
{
    private const int MostRequests = 1_000_000;

    public static BudgetHeaders Read(VendorBudget budget, HttpResponseMessage response, DateTimeOffset now) => new(
        Number(response, budget.LimitHeader) is { } limit and >= 1 ? (int)Math.Min(limit, MostRequests) : null,
        Number(response, budget.RemainingHeader) is { } left ? (int)Math.Min(left, MostRequests) : null,
        Reset(budget, response, now) ?? (VendorFailures.ParseRetryAfter(Text(response, "Retry-After"), now) is { } wait ? now + wait : null));

    private static DateTimeOffset? Reset(VendorBudget budget, HttpResponseMessage response, DateTimeOffset now) => budget.ResetForm switch
    {
        "iso" => VendorJson.ParseTime(Text(response, budget.ResetHeader)),
        "seconds" => Number(response, budget.ResetHeader) is { } seconds and < 86_400 ? now.AddSeconds(seconds) : null,
        "unix_ms" => Number(response, budget.ResetHeader) is { } milliseconds and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds) : null,
        _ => Number(response, budget.ResetHeader) is { } at and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds((long)at) : null,
    };

    private static double? Number(HttpResponseMessage response, string? header) =>
        double.TryParse(Text(response, header), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static string? Text(HttpResponseMessage response, string? header) =>
        header is not null && response.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;
}
