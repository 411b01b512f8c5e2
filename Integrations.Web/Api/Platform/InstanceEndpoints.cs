using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Requests;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Integrations.Web.Api.Platform;

/// <summary>001, "Tenant Integration Endpoints".</summary>
internal static class InstanceEndpoints
{
    public static void MapInstances(this IEndpointRouteBuilder routes, PlatformErrorShape shape)
    {
        var group = routes.MapGroup("/api/tenant/integrations").WithTags("Tenant integrations").WithErrorShape(shape)
            .RequireAuthorization(Policies.ApiTenantAdmin).RequireRateClass(RateClass.Integration);
        group.MapGet("/", ListAsync).WithName("ListInstances").WithSummary("List tenant integration instances")
            .WithDescription("tag narrows to integrations that the organization marked with it, however it is written.");
        group.MapPost("/", CreateAsync).WithName("CreateInstance").WithSummary("Create or enable integration instance")
            .WithDescription("Nothing is sent to the vendor yet: connect it next.");
        group.MapGet("/{id}", GetAsync).WithName("GetInstance").WithSummary("Get integration instance");
        group.MapPatch("/{id}", UpdateAsync).WithName("UpdateInstance").WithSummary("Update integration instance configuration")
            .WithDescription("A partial document: members that are absent or null stay as they are. Send If-Match with the ETag to refuse a lost update.");
        group.MapDelete("/{id}", DeleteAsync).WithName("DeleteInstance").WithSummary("Disable integration instance")
            .WithDescription("Removes the integration and its connections, stored credentials at once. To pause it, deactivate it instead.");
        group.MapPost("/{id}/activate", ActivateAsync).WithName("ActivateInstance").WithSummary("Activate integration")
            .WithDescription("Ends a pause. The status is connected; or pending or error, where the connection is missing or fails.");
        group.MapPost("/{id}/deactivate", DeactivateAsync).WithName("DeactivateInstance").WithSummary("Deactivate integration")
            .WithDescription("Keeps everything and stops all traffic.");
    }

    private static async Task<Results<Tagged<InstanceListResponse>, ApiErrorResult>> ListAsync(
        [AsParameters] PageQuery paging, string? status, string? providerName, string? search, string? tag, InstanceService instances, Caller caller, CancellationToken cancellationToken)
    {
        if (!paging.ToPage().TryGet(out var page, out var invalid) || !PlatformNames.ParseStatus(status).TryGet(out var wanted, out invalid))
        {
            return invalid.ToApiError();
        }

        var listed = await instances.ListAsync(caller, new InstanceFilter(wanted, providerName, search, InstanceLevel.Organization) { Tag = tag }, page, cancellationToken);
        return listed.Match<Results<Tagged<InstanceListResponse>, ApiErrorResult>>(
            found => new Tagged<InstanceListResponse>(InstanceListResponse.Of(found, page)), failure => failure.ToApiError());
    }

    private static async Task<Results<Created<InstanceResponse>, ApiErrorResult>> CreateAsync(
        CreateInstanceRequest body, InstanceService instances, Caller caller, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(body.IntegrationId))
        {
            return Failure.InvalidField("integrationId", "integrationId is required: the id of a provider of the catalog.").ToApiError();
        }

        if (string.IsNullOrWhiteSpace(body.Name))
        {
            return Failure.InvalidField("name", "name is required: what the integration is called in lists.").ToApiError();
        }

        var created = await instances.CreateAsync(caller, new NewInstance(body.IntegrationId.Trim(), InstanceLevel.Organization, body.ToChanges()), cancellationToken);
        return created.Match<Results<Created<InstanceResponse>, ApiErrorResult>>(
            view => TypedResults.Created($"/api/tenant/integrations/{view.Id}", InstanceResponse.Of(view)), failure => failure.ToApiError());
    }

    private static async Task<Results<Tagged<InstanceResponse>, ApiErrorResult>> GetAsync(
        RouteId id, InstanceService instances, Caller caller, CancellationToken cancellationToken) =>
        Answer(await instances.GetAsync(caller, id, cancellationToken));

    private static async Task<Results<Tagged<InstanceResponse>, ApiErrorResult>> UpdateAsync(
        RouteId id, PatchInstanceRequest body, [FromHeader(Name = "If-Match")] string? ifMatch, InstanceService instances, Caller caller, CancellationToken cancellationToken) =>
        body.Read().TryGet(out var changes, out var invalid)
            ? Answer(await instances.UpdateAsync(caller, id, changes, ETags.Expected(ifMatch), cancellationToken))
            : invalid.ToApiError();

    private static async Task<Results<NoContent, ApiErrorResult>> DeleteAsync(RouteId id, InstanceService instances, Caller caller, CancellationToken cancellationToken)
    {
        var deleted = await instances.DeleteAsync(caller, id, cancellationToken);
        return deleted.Match<Results<NoContent, ApiErrorResult>>(_ => TypedResults.NoContent(), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<ActivatedResponse>, ApiErrorResult>> ActivateAsync(
        RouteId id, InstanceService instances, Caller caller, CancellationToken cancellationToken)
    {
        var switched = await instances.ActivateAsync(caller, id, cancellationToken);
        return switched.Match<Results<Ok<ActivatedResponse>, ApiErrorResult>>(
            view => TypedResults.Ok(new ActivatedResponse(
                view.Id,
                PlatformNames.Of(view.Instance.Status),
                // One that was never paused has been on since it was made.
                view.Instance.EnabledAt ?? view.Instance.CreatedAt,
                (view.Instance.EnabledBy ?? view.Instance.CreatedBy)?.ToString() ?? "")),
            failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<DeactivatedResponse>, ApiErrorResult>> DeactivateAsync(
        RouteId id, InstanceService instances, Caller caller, CancellationToken cancellationToken)
    {
        var switched = await instances.DeactivateAsync(caller, id, cancellationToken);
        return switched.Match<Results<Ok<DeactivatedResponse>, ApiErrorResult>>(
            view => TypedResults.Ok(new DeactivatedResponse(view.Id, PlatformNames.Of(view.Instance.Status), view.Instance.UpdatedAt)), failure => failure.ToApiError());
    }

    private static Results<Tagged<InstanceResponse>, ApiErrorResult> Answer(Result<InstanceView> result) =>
        result.Match<Results<Tagged<InstanceResponse>, ApiErrorResult>>(
            view => new Tagged<InstanceResponse>(InstanceResponse.Of(view), view.Instance.Version), failure => failure.ToApiError());
}
