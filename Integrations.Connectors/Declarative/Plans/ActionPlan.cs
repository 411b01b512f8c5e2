using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Connectors.Declarative.Plans;

/// <summary>Something that can be done at the vendor.</summary>
internal sealed record ActionPlan
{
    public required ActionDescriptor Descriptor { get; init; }

    public required RequestPlan Request { get; init; }

    /// <summary>Parameters that name a thing of ours by its id, with the entity that it has to be.</summary>
    public IReadOnlyDictionary<string, EntityPlan> Things { get; init; } = new Dictionary<string, EntityPlan>(StringComparer.Ordinal);

    /// <summary>Parameters that the vendor wants written otherwise: <c>unix</c>, <c>unix_ms</c> (times), <c>html</c> (a text within markup).</summary>
    public IReadOnlyDictionary<string, string> Forms { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The header that lets the vendor recognize a repeat; null where it has none.</summary>
    public string? IdempotencyHeader { get; init; }

    /// <summary>Members of the output, and where they stand in the answer.</summary>
    public IReadOnlyList<KeyValuePair<string, ValuePath>> Output { get; init; } = [];

    /// <summary>What was made or changed; null where the answer does not show it.</summary>
    public EntityPlan? Result { get; init; }

    public required ValuePath ResultItem { get; init; }
}
