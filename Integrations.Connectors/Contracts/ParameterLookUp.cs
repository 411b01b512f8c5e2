using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Contracts;

/// <summary>Where the value of a parameter is found: a search of the vendor's own things, of which a person picks one.</summary>
/// <param name="Entities">Entities of the manifest; one of these is picked.</param>
public sealed record ParameterLookUp(IReadOnlyList<string> Entities)
{
    /// <summary>The thing's id, as a search gives it.</summary>
    public const string Id = "id";

    /// <summary>The vendor's own id: what stands behind the entity and the colon.</summary>
    public const string PlainId = "plainId";

    /// <summary>What the thing is called.</summary>
    public const string Title = "title";

    /// <summary>What of the thing is sent: one of the words above, or a field of the entity.</summary>
    public string Value { get; init; } = Id;

    /// <summary>Fields of the entity, each with the parameter that narrows the search to it once it is filled in.</summary>
    public IReadOnlyDictionary<string, string> Within { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What a thing stands for as this parameter's value; null where it has no such field.</summary>
    public string? ValueOf(ExternalEntity entity) => Value switch
    {
        Id => entity.Id,
        PlainId => entity.Id[(entity.Id.IndexOf(':', StringComparison.Ordinal) + 1)..],
        Title => entity.Title,
        _ => entity.Metadata[Value] is JsonValue value && value.ToString() is { Length: > 0 } text ? text : null,
    };
}
