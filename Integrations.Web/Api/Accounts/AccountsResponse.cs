namespace Integrations.Web.Api.Accounts;

internal sealed record AccountsResponse(bool Success, IReadOnlyDictionary<string, AccountDocument> Integrations);
