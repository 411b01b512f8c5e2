using Integrations.Core.Connections;
using Integrations.Core.Webhooks;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Automation;

/// <param name="Status">healthy or unhealthy.</param>
internal sealed record AutomationTested(string Id, [property: OneOf("healthy", "unhealthy")] string Status, AutomationTestResult TestResult)
{
    public static AutomationTested Of(Guid id, TestOutcome outcome) => new(
        AutomationIds.Of(AutomationIds.Integration, id),
        outcome.Success ? "healthy" : "unhealthy",
        new AutomationTestResult(outcome.Success, outcome.Failure?.Message ?? "Connection successful", (long)outcome.Took.TotalMilliseconds, outcome.TestedAt));

    public static AutomationTested Of(Guid id, ProbeOutcome outcome) => new(
        AutomationIds.Of(AutomationIds.Webhook, id),
        outcome.Problem is null ? "healthy" : "unhealthy",
        new AutomationTestResult(outcome.Problem is null, outcome.Problem ?? "The receiver accepted the test event", (long)outcome.Took.TotalMilliseconds, outcome.SentAt));
}
