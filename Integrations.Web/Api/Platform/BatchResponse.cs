using Integrations.Core.Bulk;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

internal sealed record BatchResponse(
    Guid Id, [property: OneOf("enable", "disable", "test", "disconnect", "delete")] string Action, int Total, int Done, int Failed, int Left, int Cancelled, string StartedBy, DateTimeOffset CreatedAt, DateTimeOffset? CancelledAt, DateTimeOffset? FinishedAt)
{
    public static BatchResponse Of(BatchView b) => new(
        b.Id, BatchNames.Of(b.Action), b.Total, b.Progress.Done, b.Progress.Failed, b.Progress.Left, b.Progress.Cancelled, b.ActorName, b.CreatedAt, b.CancelledAt, b.FinishedAt);
}
