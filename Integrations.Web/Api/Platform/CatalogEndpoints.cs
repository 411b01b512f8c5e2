using Integrations.Core.Catalog;
using Integrations.Core.Permissions;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Requests;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Platform;

/// <summary>001, the catalog: what an organization can enable.</summary>
internal static class CatalogEndpoints
{
    public static void MapCatalog(this IEndpointRouteBuilder routes, PlatformErrorShape shape)
    {
        var group = routes.MapGroup("/api/integrations").WithTags("Catalog").WithErrorShape(shape)
            .RequireAuthorization(Policies.Api).RequireRateClass(RateClass.Provider);
        group.MapGet("/", ListAsync).WithName("ListCatalog").WithSummary("List available integrations (catalog)")
            .WithDescription("Only providers with audience tenant and status active.");
        group.MapGet("/{category}/{id}", GetAsync).WithName("GetCatalogEntry").WithSummary("Get integration details")
            .WithDescription("id is the provider's id or its unique identifier.");
    }

    private static async Task<Results<Tagged<ProviderListResponse>, ApiErrorResult>> ListAsync(
        [AsParameters] PageQuery paging, string? category, string? search, CatalogService catalog, Caller caller, CancellationToken cancellationToken)
    {
        if (!paging.ToPage().TryGet(out var page, out var invalid))
        {
            return invalid.ToApiError();
        }

        var listed = await catalog.ListOfferedAsync(caller, new ProviderFilter(category, Search: search), page, cancellationToken);
        return listed.Match<Results<Tagged<ProviderListResponse>, ApiErrorResult>>(
            found => new Tagged<ProviderListResponse>(ProviderListResponse.Of(found, page)), failure => failure.ToApiError());
    }

    private static async Task<Results<Tagged<ProviderResponse>, ApiErrorResult>> GetAsync(
        string category, string id, CatalogService catalog, Caller caller, CancellationToken cancellationToken)
    {
        var found = await catalog.GetOfferedAsync(caller, category, id, cancellationToken);
        return found.Match<Results<Tagged<ProviderResponse>, ApiErrorResult>>(
            entry => new Tagged<ProviderResponse>(ProviderResponse.Of(entry), entry.Version), failure => failure.ToApiError());
    }
}
