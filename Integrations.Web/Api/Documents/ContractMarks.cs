namespace Integrations.Web.Api.Documents;

internal static class ContractMarks
{
    /// <summary>Marks routes that no document names.</summary>
    public static TBuilder BeyondDocuments<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new BeyondDocumentsAttribute());
}
