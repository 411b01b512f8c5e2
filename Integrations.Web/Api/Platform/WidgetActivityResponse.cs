namespace Integrations.Web.Api.Platform;

internal sealed record WidgetActivityResponse(IReadOnlyList<WidgetActivity> Activities, int Total);
