namespace Integrations.Web.Api.Documents;

/// <summary>A body that callers send. The description requires of it what is named here; of answers it requires what is never absent.</summary>
/// <param name="demanded">Properties without which the request is refused.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class ApiRequestAttribute(params string[] demanded) : Attribute
{
    public IReadOnlyList<string> Demanded => demanded;
}

/// <summary>The texts that a member can have, or each item of a list.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute(params string[] values) : Attribute
{
    public IReadOnlyList<string> Values => values;
}

/// <summary>A member or a route that none of the five documents names; described as such, so that nobody takes it for part of the contract.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
internal sealed class BeyondDocumentsAttribute : Attribute;

internal static class ContractMarks
{
    /// <summary>Marks routes that no document names.</summary>
    public static TBuilder BeyondDocuments<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new BeyondDocumentsAttribute());
}
