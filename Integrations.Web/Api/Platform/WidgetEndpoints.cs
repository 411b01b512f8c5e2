using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Core.Permissions;
using Integrations.Core.Search;
using Integrations.Core.Widgets;
using Integrations.Primitives;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Requests;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Integrations.Web.Api.Platform;

/// <summary>001, "Widget Data Endpoints".</summary>
internal static class WidgetEndpoints
{
    private const int DefaultLimit = 10;

    public static void MapWidgets(this IEndpointRouteBuilder routes, PlatformErrorShape shape)
    {
        var group = routes.MapGroup("/api/tenant/integrations/{id}/widgets").WithTags("Widgets").WithErrorShape(shape)
            .RequireAuthorization(Policies.Api).RequireRateClass(RateClass.Widget);
        group.MapGet("/status", StatusAsync).WithName("GetWidgetStatus").WithSummary("Get integration status for widget");
        group.MapGet("/activity", ActivityAsync).WithName("GetWidgetActivity").WithSummary("Get integration activity for widget")
            .WithDescription("timeRange is 1h, 24h, 7d or 30d; 24h unless told. Newest first.");
        group.MapGet("/data", DataAsync).WithName("GetWidgetData").WithSummary("Get integration data for widget")
            .WithDescription("filters is a JSON object, sent as text. Fields are those that the catalog names for the entity.");
    }

    private static async Task<Results<Ok<WidgetStatusResponse>, ApiErrorResult>> StatusAsync(
        RouteId id, WidgetService widgets, Caller caller, CancellationToken cancellationToken)
    {
        var found = await widgets.StatusAsync(caller, id, cancellationToken);
        return found.Match<Results<Ok<WidgetStatusResponse>, ApiErrorResult>>(
            view => TypedResults.Ok(new WidgetStatusResponse(
                view.Id,
                view.Name,
                PlatformNames.Of(view.Instance.Status),
                view.Connection is { } connection ? PlatformNames.Of(connection.Status) : null,
                view.Connection?.ConnectedAt ?? view.Instance.LastConnectedAt,
                view.Instance.LastSyncAt,
                view.Connection?.LastError ?? view.Instance.LastError)),
            failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<WidgetActivityResponse>, ApiErrorResult>> ActivityAsync(
        RouteId id, string? timeRange, int? limit, WidgetService widgets, Caller caller, CancellationToken cancellationToken)
    {
        TimeSpan? range = timeRange switch
        {
            "1h" => TimeSpan.FromHours(1),
            null or "24h" => TimeSpan.FromHours(24),
            "7d" => TimeSpan.FromDays(7),
            "30d" => TimeSpan.FromDays(30),
            _ => null,
        };
        if (range is null)
        {
            return Failure.InvalidField("timeRange", "timeRange must be one of 1h, 24h, 7d, 30d.").ToApiError();
        }

        var found = await widgets.ActivityAsync(caller, id, range.Value, limit ?? DefaultLimit, cancellationToken);
        return found.Match<Results<Ok<WidgetActivityResponse>, ApiErrorResult>>(
            page => TypedResults.Ok(new WidgetActivityResponse([.. page.Items.Select(WidgetActivity.Of)], page.Total)), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<WidgetDataResponse>, ApiErrorResult>> DataAsync(
        RouteId id, string? entity, [FromQuery] string[]? fields, string? filters, int? limit, string? userId,
        WidgetService widgets, TimeProvider clock, Caller caller, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(entity))
        {
            return Failure.InvalidField("entity", "entity is required, such as issue or event.").ToApiError();
        }

        if (!SearchUsers.Read(userId).TryGet(out var user, out var failure) || !ReadFilters(filters).TryGet(out var wanted, out failure))
        {
            return failure.ToApiError();
        }

        var request = new SearchRequest(null, limit ?? DefaultLimit) { EntityTypes = [entity.Trim()], Filters = wanted, UserId = user };
        var found = await widgets.DataAsync(caller, id, request, Lists.Split(fields), cancellationToken);
        return found.Match<Results<Ok<WidgetDataResponse>, ApiErrorResult>>(
            rows => TypedResults.Ok(new WidgetDataResponse(rows.Items, rows.Total, entity.Trim(), clock.GetUtcNow())), problem => problem.ToApiError());
    }

    private static Result<IReadOnlyDictionary<string, string>> ReadFilters(string? filters)
    {
        if (string.IsNullOrWhiteSpace(filters))
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }

        try
        {
            return Result<IReadOnlyDictionary<string, string>>.Success(Lists.Texts(JsonSerializer.Deserialize<JsonObject>(filters, FilterJson)));
        }
        catch (JsonException)
        {
            return Failure.InvalidField("filters", "filters must be a JSON object, such as {\"status\":\"open\"}.");
        }
    }

    private static readonly JsonSerializerOptions FilterJson = new() { Converters = { new JsonObjectReader() }, MaxDepth = 8 };
}
