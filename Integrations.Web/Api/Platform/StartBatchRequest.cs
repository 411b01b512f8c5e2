using Integrations.Core.Instances;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

[ApiRequest(nameof(StartBatchRequest.Action))]
internal sealed record StartBatchRequest
{
    /// <summary>enable, disable, test, disconnect (every person's connection too) or delete.</summary>
    [OneOf("enable", "disable", "test", "disconnect", "delete")]
    public string? Action { get; init; }

    /// <summary>1 to 1,000 integrations; leave it out to give a filter.</summary>
    public IReadOnlyList<string?>? Ids { get; init; }

    /// <summary>Everything that matches, at most 1,000; an empty filter means all of the organization.</summary>
    public BatchFilter? Filter { get; init; }

    public Result<BatchTargets> Read()
    {
        if (Ids is not null == Filter is not null)
        {
            return Failure.InvalidField("ids", "Give either ids or a filter.");
        }

        if (Filter is { } filter)
        {
            return PlatformNames.ParseStatus(filter.Status).TryGet(out var status, out var invalid)
                ? new BatchTargets([], new InstanceFilter(status, filter.ProviderName, filter.Search) { Tag = filter.Tag })
                : invalid;
        }

        // A text that is no id is the id of nothing, as in an address.
        return new BatchTargets([.. Ids!.Select(text => Guid.TryParseExact(text, "D", out var id) ? id : Guid.Empty)], null);
    }
}
