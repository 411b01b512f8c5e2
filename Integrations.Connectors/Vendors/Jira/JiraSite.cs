using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Jira;

/// <summary>
/// Where a connection's Jira is. The credential decides: OAuth and scoped API tokens go through Atlassian's gateway with a cloud
/// id, classic API tokens to the site itself, personal access tokens to a Data Center; each fails at the others' addresses.
/// </summary>
/// <param name="Api">With version, without trailing slash: <c>https://api.atlassian.com/ex/jira/{cloudId}/rest/api/3</c>.</param>
/// <param name="Web">What people open: <c>https://acme.atlassian.net</c>; null when it is not known.</param>
/// <param name="IsDataCenter">Version 2: plain texts instead of documents, logins instead of account ids, numbered pages.</param>
internal sealed record JiraSite(string Api, string? Web, bool IsDataCenter)
{
    public const string CloudIdFact = "cloudId";
    public const string SiteUrlField = "siteUrl";
    public const string BaseUrlField = "baseUrl";

    private const string Gateway = "https://api.atlassian.com";

    /// <summary>From the session's facts; asks Atlassian only where an OAuth connection has no cloud id yet.</summary>
    public static async Task<Result<JiraSite>> OfAsync(VendorSession session, CancellationToken cancellationToken)
    {
        if (session.AuthKind == AuthKinds.ApiKey)
        {
            var address = session.Facts.Required(BaseUrlField);
            return new JiraSite($"{address}/rest/api/2", address, IsDataCenter: true);
        }

        if (session.Facts[CloudIdFact] is { } cloudId)
        {
            return PathParameter.IsSafe(cloudId) ? Cloud(cloudId, session.Facts[SiteUrlField]) : VendorFailures.NotFound(session.VendorName, "its cloud id is none");
        }

        if (session.AuthKind == AuthKinds.Basic)
        {
            var address = session.Facts.Required(SiteUrlField);
            return new JiraSite($"{address}/rest/api/3", address, IsDataCenter: false);
        }

        return (await GrantedAsync(session, cancellationToken)).Map(granted => Cloud(granted.CloudId, granted.Url));
    }

    public static JiraSite Cloud(string cloudId, string? web) => new($"{Gateway}/ex/jira/{Uri.EscapeDataString(cloudId)}/rest/api/3", web, IsDataCenter: false);

    /// <summary>The cloud id of a site, which anyone may ask for; a failure when there is no such site.</summary>
    public static async Task<Result<string>> CloudIdAsync(VendorSession session, CancellationToken cancellationToken)
    {
        var read = await session.ReadAsync<JsonElement>(VendorSession.Get($"{session.Facts.Required(SiteUrlField)}/_edge/tenant_info"), null, cancellationToken);
        return read.TryGet(out var info, out var failure)
            ? info.Text("cloudId") is { } id && Guid.TryParse(id, out _) ? id : VendorFailures.Unreadable(session.VendorName, null)
            : failure;
    }

    /// <summary><c>acme</c>, <c>acme.atlassian.net</c> or any address below it becomes <c>https://acme.atlassian.net</c>; null when it is none.</summary>
    public static string? CleanSite(string typed)
    {
        var text = typed.Trim();
        text = text.Contains("://", StringComparison.Ordinal) ? text : text.Contains('.', StringComparison.Ordinal) ? $"https://{text}" : $"https://{text}.atlassian.net";
        return Address(text)?.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>A Data Center's address keeps its context path.</summary>
    public static string? CleanBase(string typed)
    {
        var text = typed.Trim();
        return Address(text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}")?.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    private static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" && address.UserInfo.Length == 0 && address.Host.Length > 0 ? address : null;

    /// <summary>The one site that was granted, or the one that was asked for; the list holds every site this person ever granted.</summary>
    private static async Task<Result<Granted>> GrantedAsync(VendorSession session, CancellationToken cancellationToken)
    {
        var read = await session.ReadAsync<JsonElement>(VendorSession.Get($"{Gateway}/oauth/token/accessible-resources"), null, cancellationToken);
        if (!read.TryGet(out var list, out var failure))
        {
            return failure;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return VendorFailures.Unreadable(session.VendorName, null);
        }

        // A site stands once per product; those of Jira have Jira's scopes.
        var sites = list.EnumerateArray()
            .Where(site => site.Texts("scopes").Any(scope => scope.Contains("jira", StringComparison.Ordinal)))
            .Select(site => (Id: site.Text("id"), Url: EntityText.Link(site.Text("url"))?.TrimEnd('/')))
            .Where(site => Guid.TryParse(site.Id, out _))
            .DistinctBy(site => site.Id, StringComparer.OrdinalIgnoreCase)
            .ToList();
        var wanted = session.Facts[SiteUrlField] is { } typed ? CleanSite(typed) : null;
        var fitting = wanted is null ? sites : sites.FindAll(site => string.Equals(site.Url, wanted, StringComparison.OrdinalIgnoreCase));
        return (fitting, sites) switch
        {
            ([var only], _) => new Granted(only.Id!, only.Url),
            (_, []) => VendorFailures.Forbidden(session.VendorName, "no Jira site was granted"),
            ([], _) => Failure.InvalidField(SiteUrlField, $"Access to {wanted} was not granted, only to {Names(sites)}. Connect again and choose it on the consent page."),
            _ => Failure.InvalidField(SiteUrlField, $"Several sites are granted: {Names(sites)}. Fill in the site and connect again."),
        };
    }

    private static string Names(IEnumerable<(string? Id, string? Url)> sites) =>
        VendorFailures.Clean(string.Join(", ", sites.Select(site => site.Url ?? site.Id)), 200);

    private sealed record Granted(string CloudId, string? Url);
}
