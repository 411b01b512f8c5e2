using System.Globalization;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Http;

/// <summary>What an answer tells of a budget; null for each thing that it does not tell, or tells in no form that there is.</summary>
/// <param name="Limit">Requests in a window.</param>
/// <param name="Remaining">What is left of them.</param>
/// <param name="Reset">When the window ends.</param>
/// <param name="RetryAt">When to ask again, whatever window it is about.</param>
internal sealed record BudgetHeaders(int? Limit, int? Remaining, DateTimeOffset? Reset, DateTimeOffset? RetryAt)
{
    private const int MostRequests = 1_000_000;

    /// <summary>When there is room again in a window that is used up.</summary>
    public DateTimeOffset? Until => Reset ?? RetryAt;

    public static BudgetHeaders Read(VendorBudget budget, HttpResponseMessage response, DateTimeOffset now) => new(
        Number(response, budget.LimitHeader) is { } limit and >= 1 ? (int)Math.Min(limit, MostRequests) : null,
        Number(response, budget.RemainingHeader) is { } left ? (int)Math.Min(left, MostRequests) : null,
        ResetOf(budget, response, now),
        VendorFailures.ParseRetryAfter(Text(response, "Retry-After"), now) is { } wait ? now + wait : null);

    private static DateTimeOffset? ResetOf(VendorBudget budget, HttpResponseMessage response, DateTimeOffset now) => budget.ResetForm switch
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
