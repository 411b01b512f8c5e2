namespace Integrations.Web.Api.Automation;

/// <param name="NextCursor">Send it as cursor to go on; absent on the last page.</param>
internal sealed record AutomationPagination(string? NextCursor, bool HasMore);
