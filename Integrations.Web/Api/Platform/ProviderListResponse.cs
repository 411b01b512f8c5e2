using Integrations.Core.Catalog;
using Integrations.Primitives;

namespace Integrations.Web.Api.Platform;

internal sealed record ProviderListResponse(IReadOnlyList<ProviderResponse> Providers, int Total, int Limit, int Offset, bool HasMore, int? NextOffset)
{
    public static ProviderListResponse Of(Page<CatalogEntry> page, PageRequest asked)
    {
        var next = asked.Offset + page.Items.Count;
        var hasMore = next < page.Total;
        return new ProviderListResponse([.. page.Items.Select(ProviderResponse.Of)], page.Total, asked.Limit, asked.Offset, hasMore, hasMore ? next : null);
    }
}
