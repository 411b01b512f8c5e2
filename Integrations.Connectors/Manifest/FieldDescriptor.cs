namespace Integrations.Connectors.Manifest;

/// <summary>One field of a form.</summary>
/// <param name="Type"><c>text</c>, <c>url</c>, <c>email</c>, <c>number</c>, <c>boolean</c>, <c>choice</c> or <c>json</c>.</param>
public sealed record FieldDescriptor(string Name, string Label, string Type = "text")
{
    /// <summary>Stored in the vault and never shown again.</summary>
    public bool Secret { get; init; }

    public bool Required { get; init; }

    public string? Help { get; init; }

    public string? Placeholder { get; init; }

    public string? Default { get; init; }

    public IReadOnlyList<string> Options { get; init; } = [];

    public int MaxLength { get; init; } = 4_000;
}
