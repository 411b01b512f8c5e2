namespace Integrations.Web.Api.Platform;

/// <summary>Document 001, whole. Its OAuth callback is where browsers come back to, and lives with the connect pages.</summary>
internal static class PlatformApi
{
    public static IEndpointRouteBuilder MapPlatform(this IEndpointRouteBuilder routes)
    {
        var shape = new PlatformErrorShape();
        routes.MapProviders(shape);
        routes.MapCatalog(shape);
        routes.MapInstances(shape);
        routes.MapBatches(shape);
        routes.MapTemplates(shape);
        routes.MapConnections(shape);
        routes.MapUserConnections(shape);
        routes.MapConnectLinks(shape);
        routes.MapSearch(shape);
        routes.MapWidgets(shape);
        return routes;
    }
}
