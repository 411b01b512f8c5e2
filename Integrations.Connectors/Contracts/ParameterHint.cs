namespace Integrations.Connectors.Contracts;

/// <summary>
/// What a form knows of a parameter beyond its JSON Schema. It stands beside the schema and not in it: programs and agents see what the vendor takes,
/// and a form that becomes better is no other tool.
/// </summary>
public sealed record ParameterHint
{
    /// <summary><c>line</c> or <c>long</c> for a text; null where the schema tells.</summary>
    public string? Control { get; init; }

    /// <summary>Where the value is found; null where it is only typed. What is typed is taken all the same.</summary>
    public ParameterLookUp? LookUp { get; init; }

    /// <summary>
    /// What people read of a value, in English. A value of a choice without words reads as it is spelled; of a parameter that is no choice they are the choices
    /// of a number, and suggestions for a text.
    /// </summary>
    public IReadOnlyDictionary<string, string> Words { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether an optional parameter is out of sight until someone asks for more; null where the form decides by their number.</summary>
    public bool? IsFolded { get; init; }
}
