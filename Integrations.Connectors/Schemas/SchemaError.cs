namespace Integrations.Connectors.Schemas;

/// <summary>What is wrong with a value.</summary>
/// <param name="Place">Where in it.</param>
/// <param name="Rule">What it breaks, as the end of a sentence: <c>must be at least 3 characters long</c>. Values are not repeated.</param>
public sealed record SchemaError(SchemaPlace Place, string Rule)
{
    /// <summary>It is another kind of value than the rule is for, so that nothing else is said of it.</summary>
    internal bool IsOfKind { get; init; }
}
