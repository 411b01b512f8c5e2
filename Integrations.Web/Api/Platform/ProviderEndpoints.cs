using System.Text.Json.Nodes;
using Integrations.Core.Catalog;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Requests;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Integrations.Web.Api.Platform;

/// <summary>001, "Integration Provider Endpoints (Super Admin)".</summary>
internal static class ProviderEndpoints
{
    public static void MapProviders(this IEndpointRouteBuilder routes, PlatformErrorShape shape)
    {
        var group = routes.MapGroup("/api/admin/integrations").WithTags("Integration providers").WithErrorShape(shape)
            .RequireAuthorization(Policies.ApiSuperAdmin).RequireRateClass(RateClass.Provider);
        group.MapPost("/", CreateAsync).WithName("CreateProvider").WithSummary("Create integration provider")
            .WithDescription("Describes a provider. One that the hub has no connector for can be listed and enabled, but not connected.");
        group.MapGet("/", ListAsync).WithName("ListProviders").WithSummary("List integration providers");
        group.MapGet("/{category}/{id}", GetAsync).WithName("GetProvider").WithSummary("Get integration provider")
            .WithDescription("id is the provider's id or its unique identifier.");
        group.MapPatch("/{category}/{id}", UpdateAsync).WithName("UpdateProvider").WithSummary("Update integration provider")
            .WithDescription("A partial document: members that are absent stay, null returns a member to what it was. Send If-Match with the ETag to refuse a lost update.");
        group.MapDelete("/{category}/{id}", DeleteAsync).WithName("DeleteProvider").WithSummary("Delete integration provider")
            .WithDescription("Providers that come with the hub, and those in use, cannot be deleted: set their status to disabled.");
        group.MapPatch("/{category}/{id}/status", SetStatusAsync).WithName("UpdateProviderStatus").WithSummary("Update provider status");
        group.MapPatch("/{category}/{id}/audience", SetAudienceAsync).WithName("UpdateProviderAudience").WithSummary("Update provider audience");
        group.MapPost("/{category}/{id}/test", TestAsync).WithName("TestProvider").WithSummary("Test system-level connection")
            .WithDescription("Whether the hub can reach the vendor, and whether an OAuth client is set up where the provider needs one. No organization's credential is used.");
    }

    private static async Task<Results<Created<ProviderResponse>, ApiErrorResult>> CreateAsync(
        CreateProviderRequest body, ProviderAdministration providers, Caller caller, CancellationToken cancellationToken)
    {
        if (body.Missing() is { } missing)
        {
            return missing.ToApiError();
        }

        var created = await providers.CreateAsync(caller, body.ToDocument(), body.OAuthConfig?.ClientSecret, cancellationToken);
        return created.Match<Results<Created<ProviderResponse>, ApiErrorResult>>(
            entry => TypedResults.Created($"/api/admin/integrations/{entry.Document.Category}/{entry.Id}", ProviderResponse.Of(entry)),
            failure => failure.ToApiError());
    }

    private static async Task<Results<Tagged<ProviderListResponse>, ApiErrorResult>> ListAsync(
        [AsParameters] PageQuery paging, string? category, string? status, string? audience, string? search, CatalogService catalog, Caller caller, CancellationToken cancellationToken)
    {
        if (!paging.ToPage().TryGet(out var page, out var invalid))
        {
            return invalid.ToApiError();
        }

        var listed = await catalog.ListAllAsync(caller, new ProviderFilter(category, status, audience, search), page, cancellationToken);
        return listed.Match<Results<Tagged<ProviderListResponse>, ApiErrorResult>>(
            found => new Tagged<ProviderListResponse>(ProviderListResponse.Of(found, page)), failure => failure.ToApiError());
    }

    private static async Task<Results<Tagged<ProviderResponse>, ApiErrorResult>> GetAsync(
        string category, string id, CatalogService catalog, Caller caller, CancellationToken cancellationToken) =>
        Answer(await catalog.GetAnyAsync(caller, category, id, cancellationToken));

    private static async Task<Results<Tagged<ProviderResponse>, ApiErrorResult>> UpdateAsync(
        string category, string id, JsonObject body, [FromHeader(Name = "If-Match")] string? ifMatch, ProviderAdministration providers, Caller caller, CancellationToken cancellationToken) =>
        Answer(await providers.PatchAsync(caller, category, id, body, ETags.Expected(ifMatch), cancellationToken));

    private static async Task<Results<NoContent, ApiErrorResult>> DeleteAsync(
        string category, string id, ProviderAdministration providers, Caller caller, CancellationToken cancellationToken)
    {
        var deleted = await providers.DeleteAsync(caller, category, id, cancellationToken);
        return deleted.Match<Results<NoContent, ApiErrorResult>>(_ => TypedResults.NoContent(), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<ProviderStatusResponse>, ApiErrorResult>> SetStatusAsync(
        string category, string id, ProviderStatusRequest body, [FromHeader(Name = "If-Match")] string? ifMatch, ProviderAdministration providers, Caller caller, CancellationToken cancellationToken)
    {
        if (Refuse("status", body.Status, "active", "beta", "deprecated", "disabled") is { } wrong)
        {
            return wrong.ToApiError();
        }

        var changed = await SetAsync(providers, caller, (category, id), "status", body.Status, ifMatch, cancellationToken);
        return changed.Match<Results<Ok<ProviderStatusResponse>, ApiErrorResult>>(
            entry => TypedResults.Ok(new ProviderStatusResponse(entry.Id, entry.Document.Status, entry.UpdatedAt)), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<ProviderAudienceResponse>, ApiErrorResult>> SetAudienceAsync(
        string category, string id, ProviderAudienceRequest body, [FromHeader(Name = "If-Match")] string? ifMatch, ProviderAdministration providers, Caller caller, CancellationToken cancellationToken)
    {
        if (Refuse("audience", body.Audience, "system", "tenant") is { } wrong)
        {
            return wrong.ToApiError();
        }

        var changed = await SetAsync(providers, caller, (category, id), "audience", body.Audience, ifMatch, cancellationToken);
        return changed.Match<Results<Ok<ProviderAudienceResponse>, ApiErrorResult>>(
            entry => TypedResults.Ok(new ProviderAudienceResponse(entry.Id, entry.Document.Audience, entry.UpdatedAt)), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<ProviderTestResponse>, ApiErrorResult>> TestAsync(
        string category, string id, ProviderTest test, Caller caller, CancellationToken cancellationToken)
    {
        var tested = await test.RunAsync(caller, category, id, cancellationToken);
        return tested.Match<Results<Ok<ProviderTestResponse>, ApiErrorResult>>(
            outcome => TypedResults.Ok(new ProviderTestResponse(outcome.Success, outcome.Message, outcome.Failure?.Message, outcome.TestedAt, outcome.Took is { } took ? (long)took.TotalMilliseconds : null)),
            failure => failure.ToApiError());
    }

    private static async Task<Result<CatalogEntry>> SetAsync(
        ProviderAdministration providers, Caller caller, (string Category, string Id) provider, string member, string? value, string? ifMatch, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(value)
            ? Failure.InvalidField(member, $"{member} is required.")
            : await providers.PatchAsync(caller, provider.Category, provider.Id, new JsonObject { [member] = value }, ETags.Expected(ifMatch), cancellationToken);

    private static Results<Tagged<ProviderResponse>, ApiErrorResult> Answer(Result<CatalogEntry> result) =>
        result.Match<Results<Tagged<ProviderResponse>, ApiErrorResult>>(
            entry => new Tagged<ProviderResponse>(ProviderResponse.Of(entry), entry.Version), failure => failure.ToApiError());

    /// <summary>What is asked for is judged before it is looked for whom it concerns, as every body is.</summary>
    private static Failure? Refuse(string field, string? value, params string[] allowed) =>
        value is null ? Failure.InvalidField(field, $"{field} is required.")
        : allowed.Contains(value, StringComparer.Ordinal) ? null
        : Failure.InvalidField(field, $"{field} must be one of {string.Join(", ", allowed)}.");
}
