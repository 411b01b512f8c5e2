using Integrations.Core.Permissions;
using Integrations.Core.Templates;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Requests;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Integrations.Web.Api.Platform;

/// <summary>How integrations are set up, under a name; ours, from 004's future list.</summary>
internal static class TemplateEndpoints
{
    public static void MapTemplates(this IEndpointRouteBuilder routes, PlatformErrorShape shape)
    {
        var group = routes.MapGroup("/api/tenant/templates").WithTags("Templates").WithErrorShape(shape)
            .RequireAuthorization(Policies.ApiTenantAdmin).RequireRateClass(RateClass.Integration).BeyondDocuments();
        group.MapGet("/", ListAsync).WithName("ListTemplates").WithSummary("List the organization's templates, by name");
        group.MapPost("/", SaveAsync).WithName("SaveTemplate").WithSummary("Save an integration's configuration as a template")
            .WithDescription("Keeps description, icon, what search may find, where data may be shown, and the settings that the provider's form names. Credentials, accounts and secrets are never part of it.");
        group.MapGet("/{id}", GetAsync).WithName("GetTemplate").WithSummary("Get a template");
        group.MapPatch("/{id}", RenameAsync).WithName("RenameTemplate").WithSummary("Rename a template")
            .WithDescription("Send If-Match with the ETag to refuse a lost update.");
        group.MapDelete("/{id}", DeleteAsync).WithName("DeleteTemplate").WithSummary("Delete a template")
            .WithDescription("Integrations that were made from it stay as they are.");
        group.MapPost("/{id}/integrations", CreateAsync).WithName("CreateFromTemplate").WithSummary("Create an integration from a template")
            .WithDescription("Nothing is sent to the vendor yet: connect it next. Without a name it gets the template's.");
    }

    private static async Task<Results<Ok<TemplateListResponse>, ApiErrorResult>> ListAsync(
        string? providerName, TemplateService templates, Caller caller, CancellationToken cancellationToken) =>
        (await templates.ListAsync(caller, providerName, cancellationToken)).Match<Results<Ok<TemplateListResponse>, ApiErrorResult>>(
            found => TypedResults.Ok(new TemplateListResponse([.. found.Select(TemplateResponse.Of)], found.Count)), failure => failure.ToApiError());

    private static async Task<Results<Created<TemplateResponse>, ApiErrorResult>> SaveAsync(
        SaveTemplateRequest body, TemplateService templates, Caller caller, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(body.IntegrationId))
        {
            return Failure.InvalidField("integrationId", "integrationId is required: the integration whose configuration is to be saved.").ToApiError();
        }

        // A text that is no id is the id of nothing, as in an address.
        var from = Guid.TryParseExact(body.IntegrationId, "D", out var id) ? id : Guid.Empty;
        return (await templates.SaveAsync(caller, from, body.Name, cancellationToken)).Match<Results<Created<TemplateResponse>, ApiErrorResult>>(
            view => TypedResults.Created($"/api/tenant/templates/{view.Id}", TemplateResponse.Of(view)), failure => failure.ToApiError());
    }

    private static async Task<Results<Tagged<TemplateResponse>, ApiErrorResult>> GetAsync(
        RouteId id, TemplateService templates, Caller caller, CancellationToken cancellationToken) =>
        Answer(await templates.GetAsync(caller, id, cancellationToken));

    private static async Task<Results<Tagged<TemplateResponse>, ApiErrorResult>> RenameAsync(
        RouteId id, RenameTemplateRequest body, [FromHeader(Name = "If-Match")] string? ifMatch, TemplateService templates, Caller caller, CancellationToken cancellationToken) =>
        Answer(await templates.RenameAsync(caller, id, body.Name, ETags.Expected(ifMatch), cancellationToken));

    private static async Task<Results<NoContent, ApiErrorResult>> DeleteAsync(RouteId id, TemplateService templates, Caller caller, CancellationToken cancellationToken) =>
        (await templates.DeleteAsync(caller, id, cancellationToken)).Match<Results<NoContent, ApiErrorResult>>(_ => TypedResults.NoContent(), failure => failure.ToApiError());

    private static async Task<Results<Created<InstanceResponse>, ApiErrorResult>> CreateAsync(
        RouteId id, CreateFromTemplateRequest body, TemplateService templates, Caller caller, CancellationToken cancellationToken) =>
        (await templates.CreateIntegrationAsync(caller, id, body.Name, cancellationToken)).Match<Results<Created<InstanceResponse>, ApiErrorResult>>(
            view => TypedResults.Created($"/api/tenant/integrations/{view.Id}", InstanceResponse.Of(view)), failure => failure.ToApiError());

    private static Results<Tagged<TemplateResponse>, ApiErrorResult> Answer(Result<TemplateView> result) =>
        result.Match<Results<Tagged<TemplateResponse>, ApiErrorResult>>(
            view => new Tagged<TemplateResponse>(TemplateResponse.Of(view), view.Template.Version), failure => failure.ToApiError());
}
