namespace Integrations.Connectors.Manifest;

/// <summary>One field of a form.</summary>
/// <param name="Name">What the value is kept under, and what requests and errors call it.</param>
/// <param name="Label">Beside the field.</param>
/// <param name="Type"><c>text</c>, <c>url</c>, <c>email</c>, <c>number</c>, <c>boolean</c>, <c>choice</c> or <c>json</c>.</param>
public sealed record FieldDescriptor(string Name, string Label, string Type = "text")
{
    /// <summary>Stored in the vault and never shown again.</summary>
    public bool Secret { get; init; }

    /// <summary>Whether the field must be filled in.</summary>
    public bool Required { get; init; }

    /// <summary>One or two sentences below the field: where the value is found, and what it is for.</summary>
    public string? Help { get; init; }

    /// <summary>An example of a value, shown while the field is empty; never sent.</summary>
    public string? Placeholder { get; init; }

    /// <summary>What the field holds until a person changes it; null for nothing.</summary>
    public string? Default { get; init; }

    /// <summary>The values of a <c>choice</c>, in the order in which they are shown; empty for other types.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>The longest value that is taken, in characters.</summary>
    public int MaxLength { get; init; } = 4_000;
}
