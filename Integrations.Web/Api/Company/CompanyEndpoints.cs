using Integrations.Core.Activity;
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

namespace Integrations.Web.Api.Company;

/// <summary>Document 002, whole.</summary>
internal static class CompanyEndpoints
{
    private const int DefaultLimit = 10;

    public static IEndpointRouteBuilder MapCompany(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/integrations").WithTags("Company integrations").WithErrorShape(new CompanyErrorShape())
            .RequireAuthorization(Policies.Api).RequireRateClass(RateClass.Integration);
        group.MapGet("/", ListAsync).WithName("CompanyListIntegrations").WithSummary("Get all integrations");
        group.MapGet("/{id}", GetAsync).WithName("CompanyGetIntegration").WithSummary("Get integration by ID");
        group.MapPost("/", CreateAsync).WithName("CompanyCreateIntegration").WithSummary("Create integration")
            .WithDescription("type may be a provider's key; else the provider whose name is given is taken; else config must hold the url or webhookUrl of a webhook.");
        group.MapPut("/{id}", UpdateAsync).WithName("CompanyUpdateIntegration").WithSummary("Update integration")
            .WithDescription("Members that are absent stay as they are. status inactive pauses the integration, active ends the pause. Send If-Match with the ETag to refuse a lost update.");
        group.MapDelete("/{id}", DeleteAsync).WithName("CompanyDeleteIntegration").WithSummary("Delete integration");
        group.MapGet("/{id}/logs", LogsAsync).WithName("CompanyListLogs").WithSummary("Get integration logs")
            .WithDescription("Newest first. status is success or error.");
        return routes;
    }

    private static async Task<Results<Tagged<CompanyListResponse>, ApiErrorResult>> ListAsync(InstanceService instances, Caller caller, CancellationToken cancellationToken)
    {
        var all = await instances.ListAllAsync(caller, new InstanceFilter(Level: InstanceLevel.Organization), cancellationToken);
        return new Tagged<CompanyListResponse>(new CompanyListResponse(true, new CompanyList([.. all.Select(CompanyIntegration.Of)])));
    }

    private static async Task<Results<Tagged<CompanyResponse>, ApiErrorResult>> GetAsync(RouteId id, InstanceService instances, Caller caller, CancellationToken cancellationToken)
    {
        var found = await instances.GetAsync(caller, id, cancellationToken);
        return found.Match<Results<Tagged<CompanyResponse>, ApiErrorResult>>(
            view => new Tagged<CompanyResponse>(new CompanyResponse(true, CompanyIntegration.Of(view)), view.Instance.Version), failure => failure.ToApiError());
    }

    private static async Task<Results<Created<CreatedCompanyIntegration>, ApiErrorResult>> CreateAsync(
        CreateCompanyIntegration body, CompanyIntegrations integrations, Caller caller, CancellationToken cancellationToken)
    {
        var created = await integrations.CreateAsync(caller, body.Name, body.Type, body.Config, cancellationToken);
        return created.Match<Results<Created<CreatedCompanyIntegration>, ApiErrorResult>>(
            id => TypedResults.Created($"/api/v1/integrations/{id}", new CreatedCompanyIntegration(true, "Integration created successfully", new CompanyIntegrationId(id))),
            failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<CompanyMessage>, ApiErrorResult>> UpdateAsync(
        RouteId id, UpdateCompanyIntegration body, [FromHeader(Name = "If-Match")] string? ifMatch, CompanyIntegrations integrations, Caller caller, CancellationToken cancellationToken)
    {
        if (body.Status is not (null or "active" or "inactive"))
        {
            return Failure.InvalidField("status", "status must be active or inactive.").ToApiError();
        }

        bool? active = body.Status is null ? null : body.Status == "active";
        var updated = await integrations.UpdateAsync(caller, id, (body.Name, body.Type, body.Config, active), ETags.Expected(ifMatch), cancellationToken);
        return updated.Match<Results<Ok<CompanyMessage>, ApiErrorResult>>(
            _ => TypedResults.Ok(new CompanyMessage(true, "Integration updated successfully")), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<CompanyMessage>, ApiErrorResult>> DeleteAsync(RouteId id, InstanceService instances, Caller caller, CancellationToken cancellationToken)
    {
        var deleted = await instances.DeleteAsync(caller, id, cancellationToken);
        return deleted.Match<Results<Ok<CompanyMessage>, ApiErrorResult>>(
            _ => TypedResults.Ok(new CompanyMessage(true, "Integration deleted successfully")), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<CompanyLogsResponse>, ApiErrorResult>> LogsAsync(
        RouteId id, int? page, int? limit, string? status, InstanceService instances, ActivityService activities, Caller caller, CancellationToken cancellationToken)
    {
        if ((page ?? 1) is < 1 or > PageRequest.MaxOffset)
        {
            return Failure.InvalidField("page", "page must be 1 or more.").ToApiError();
        }

        if (status is not (null or "success" or "error"))
        {
            return Failure.InvalidField("status", "status must be success or error.").ToApiError();
        }

        if ((await instances.GetAsync(caller, id, cancellationToken)).Failure is { } missing)
        {
            return missing.ToApiError();
        }

        var number = page ?? 1;
        var offset = (long)(number - 1) * (limit ?? DefaultLimit);
        var asked = new PageRequest(limit ?? DefaultLimit, (int)Math.Clamp(offset, int.MinValue, int.MaxValue));
        var filter = new ActivityFilter { InstanceId = id, Status = status is null ? null : status == "error" ? ActivityStatus.Failed : ActivityStatus.Success };
        var listed = await activities.PageAsync(caller, filter, asked, cancellationToken);
        return listed.Match<Results<Ok<CompanyLogsResponse>, ApiErrorResult>>(
            rows => TypedResults.Ok(new CompanyLogsResponse(true, new CompanyLogs([.. rows.Items.Select(CompanyLog.Of)], CompanyPagination.Of(number, asked, rows.Total)))),
            failure => failure.ToApiError());
    }
}
