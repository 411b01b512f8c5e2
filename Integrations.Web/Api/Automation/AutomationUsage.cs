namespace Integrations.Web.Api.Automation;

/// <param name="SuccessRate">0 to 1.</param>
internal sealed record AutomationUsage(long TotalCalls, long SuccessfulCalls, long FailedCalls, double SuccessRate);
