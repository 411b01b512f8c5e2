namespace Integrations.Web.Hosting.Errors;

/// <summary>How one documented surface writes errors. Each surface's folder has one.</summary>
internal interface IApiErrorShape
{
    /// <summary>Serialized as JSON; carries nothing but what the document names.</summary>
    object Body(ApiError error, string requestId);
}

/// <summary>Chooses the shape of an endpoint, where the address alone does not tell the surface.</summary>
internal static class ErrorShapeConvention
{
    public static TBuilder WithErrorShape<TBuilder, TShape>(this TBuilder builder, TShape shape)
        where TBuilder : IEndpointConventionBuilder
        where TShape : class, IApiErrorShape => builder.WithMetadata(shape);
}
