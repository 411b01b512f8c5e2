using Integrations.Core.Activity;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Company;

/// <param name="Status">success or error.</param>
internal sealed record CompanyLog(Guid Id, Guid IntegrationId, [property: OneOf("success", "error")] string Status, string Message, DateTimeOffset CreatedAt)
{
    public static CompanyLog Of(ActivityRow row) => new(
        row.Id, row.InstanceId, row.Status == ActivityStatus.Failed ? "error" : "success", row.Message ?? row.Action ?? row.Type, row.OccurredAt);
}
