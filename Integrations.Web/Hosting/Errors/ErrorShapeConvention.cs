namespace Integrations.Web.Hosting.Errors;

/// <summary>Chooses the shape of an endpoint, where the address alone does not tell the surface.</summary>
internal static class ErrorShapeConvention
{
    public static TBuilder WithErrorShape<TBuilder, TShape>(this TBuilder builder, TShape shape)
        where TBuilder : IEndpointConventionBuilder
        where TShape : class, IApiErrorShape => builder.WithMetadata(shape);
}
