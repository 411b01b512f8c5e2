using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Primitives;

namespace Integrations.Connectors.Actions;

/// <summary>
/// One action of a connector that is code, all of it: its words, its parameters and what runs it. Catalog, forms, tools, documents and dispatch are made of
/// this entry. Which scopes it takes stands where those of provider files do: at the scope, in the manifest's <c>neededFor</c>.
/// </summary>
/// <param name="name">Lower case with underscores; unique within the connector.</param>
/// <param name="displayName">On buttons and in lists.</param>
/// <param name="description">One sentence that starts with a verb.</param>
/// <param name="parameters">An object of parameters in the order of the form, each as a provider file writes it (<see cref="ActionParameters"/>).</param>
/// <param name="run">Does it.</param>
internal sealed class WrittenAction(
    string name, string displayName, string description, [StringSyntax(StringSyntaxAttribute.Json)] string parameters, Func<ActionCall, Task<Result<ActionOutcome>>> run)
{
    /// <summary>The vendor does a repeat of it once: its writing request is sent again when an answer is lost.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>The entity that it makes or changes; null where the answer shows none.</summary>
    public string? Result { get; init; }

    /// <summary>Its German where one English word has two; the rest is among the hub's own translations.</summary>
    public IReadOnlyDictionary<string, string> German { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public ActionDescriptor Describe() => ActionParameters.Describe(name, displayName, description, JsonNode.Parse(parameters)!.AsObject()) with
    {
        IsRepeatable = IsRepeatable,
        ResultEntity = Result,
        Translations = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal) { ["de"] = German },
    };

    public Task<Result<ActionOutcome>> RunAsync(ActionCall call) => run(call);
}
