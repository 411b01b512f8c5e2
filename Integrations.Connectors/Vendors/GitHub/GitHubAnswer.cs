using System.Text.Json;
using Integrations.Connectors.Entities;
using Octokit;

namespace Integrations.Connectors.Vendors.GitHub;

/// <param name="Body">Of no kind where the vendor sent an empty object.</param>
/// <param name="Http">Its headers, some of them read by Octokit.</param>
internal sealed record GitHubAnswer(JsonElement Body, IResponse Http)
{
    public bool HasNext => Http.ApiInfo.Links.ContainsKey("next");

    /// <summary>Scopes of classic tokens; null where the credential has permissions instead.</summary>
    public IReadOnlyList<string>? Scopes => Header("X-OAuth-Scopes") is { Length: > 0 } ? [.. Http.ApiInfo.OauthScopes.Where(scope => scope.Length > 0)] : null;

    /// <summary><c>2027-02-01 09:00:00 UTC</c>, sometimes with an offset instead; null where there is none.</summary>
    public DateTimeOffset? TokenEnd => VendorJson.ParseTime(Header("GitHub-Authentication-Token-Expiration")?.Replace(" UTC", "Z", StringComparison.Ordinal));

    private string? Header(string name) => Http.Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
