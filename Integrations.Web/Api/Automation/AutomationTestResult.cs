namespace Integrations.Web.Api.Automation;

/// <param name="ResponseTime">Milliseconds.</param>
internal sealed record AutomationTestResult(bool Passed, string Message, long ResponseTime, DateTimeOffset TestedAt);
