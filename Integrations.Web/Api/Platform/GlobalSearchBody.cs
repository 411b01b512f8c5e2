using Integrations.Core.Search;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;
using Integrations.Web.Hosting.Requests;

namespace Integrations.Web.Api.Platform;

/// <param name="Query">Search query, required.</param>
/// <param name="Integrations">Only these integrations.</param>
/// <param name="Entities">Only these entity types.</param>
/// <param name="Limit">Max results per integration; 10 unless told, 100 at most.</param>
/// <param name="Offset">Results to skip per integration.</param>
/// <param name="UserId">For user-scoped integrations; no one but the caller.</param>
[ApiRequest(nameof(GlobalSearchBody.Query))]
internal sealed record GlobalSearchBody(
    string? Query, IReadOnlyList<string?>? Integrations, IReadOnlyList<string?>? Entities, SearchFilters? Filters, int? Limit, int? Offset, string? UserId)
{
    private const int DefaultLimit = 10;
    private const int MaxItems = 1_000;

    public Result<GlobalSearchRequest> Read()
    {
        if (string.IsNullOrWhiteSpace(Query))
        {
            return Failure.InvalidField("query", "query is required.");
        }

        if (Integrations?.Count > MaxItems || Entities?.Count > MaxItems || Filters?.EntityTypes?.Count > MaxItems)
        {
            return Failure.InvalidField("integrations", $"A list may hold at most {MaxItems} items.");
        }

        if (!SearchUsers.Read(UserId).TryGet(out var user, out var failure)
            || !RequestDates.From("filters.dateRange.start", Filters?.DateRange?.Start).TryGet(out var start, out failure)
            || !RequestDates.Until("filters.dateRange.end", Filters?.DateRange?.End).TryGet(out var end, out failure))
        {
            return failure;
        }

        var each = new SearchRequest(Query, Limit ?? DefaultLimit)
        {
            Offset = Offset ?? 0,
            Start = start,
            End = end,
            EntityTypes = [.. (Entities ?? []).Concat(Filters?.EntityTypes ?? []).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)],
            Filters = Lists.Texts(Filters?.CustomFilters),
            UserId = user,
            UnknownTypesAreErrors = false,
            MayBeOld = true,
        };
        // An id that is none names no integration, and still narrows.
        return new GlobalSearchRequest(each) { Integrations = [.. (Integrations ?? []).Select(i => Guid.TryParse(i, out var id) ? id : Guid.Empty)] };
    }
}
