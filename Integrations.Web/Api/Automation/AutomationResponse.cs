namespace Integrations.Web.Api.Automation;

/// <summary>003's envelope.</summary>
internal sealed record AutomationResponse<T>(bool Success, T Data);
