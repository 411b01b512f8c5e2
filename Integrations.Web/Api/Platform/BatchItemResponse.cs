using Integrations.Core.Bulk;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <param name="Status">waiting, running, done, failed or cancelled.</param>
internal sealed record BatchItemResponse(Guid IntegrationId, string? Name, [property: OneOf("waiting", "running", "done", "failed", "cancelled")] string Status, string? Code, string? Message, DateTimeOffset? FinishedAt)
{
    public static BatchItemResponse Of(BatchItemView i) => new(i.IntegrationId, i.Name, BatchNames.Of(i.Status), i.Code, i.Message, i.FinishedAt);
}
