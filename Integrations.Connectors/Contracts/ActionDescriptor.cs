using System.Text.Json;

namespace Integrations.Connectors.Contracts;

/// <summary>Something a connection can do.</summary>
/// <param name="Name">Lower case with underscores; unique within the integration.</param>
/// <param name="Description">One sentence that starts with a verb.</param>
/// <param name="Parameters">A JSON Schema (2020-12) of an object.</param>
public sealed record ActionDescriptor(string Name, string DisplayName, string Description, JsonElement Parameters)
{
    /// <summary>Runs a workflow elsewhere: its end raises <c>workflow.executed</c> or <c>workflow.failed</c>.</summary>
    public bool RunsWorkflow { get; init; }

    /// <summary>The app that a workflow tool's action belongs to; null elsewhere.</summary>
    public string? Group { get; init; }

    /// <summary>The vendor's id of the workflow that it runs, where the vendor numbers runs too: then no id of a run is made up.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>The vendor does a repeat of its request once, so that the request is sent again when an answer is lost.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>The entity of the manifest that it makes or changes; null where the answer shows none, or only the vendor knows.</summary>
    public string? ResultEntity { get; init; }

    /// <summary>What a form knows of a parameter beyond the schema, by the parameter's name.</summary>
    public IReadOnlyDictionary<string, ParameterHint> Hints { get; init; } = new Dictionary<string, ParameterHint>(StringComparer.Ordinal);

    /// <summary>
    /// What its provider file says in other languages, by the language's code: the English text with its translation. What it does not say is looked for
    /// among the hub's own translations.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Translations { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
}
