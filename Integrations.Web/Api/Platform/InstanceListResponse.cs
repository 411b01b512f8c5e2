using Integrations.Core.Management;
using Integrations.Primitives;

namespace Integrations.Web.Api.Platform;

internal sealed record InstanceListResponse(IReadOnlyList<InstanceResponse> Integrations, int Total, int Limit, int Offset, bool HasMore, int? NextOffset)
{
    public static InstanceListResponse Of(Page<InstanceView> page, PageRequest asked)
    {
        var next = asked.Offset + page.Items.Count;
        var hasMore = next < page.Total;
        return new InstanceListResponse([.. page.Items.Select(InstanceResponse.Of)], page.Total, asked.Limit, asked.Offset, hasMore, hasMore ? next : null);
    }
}
