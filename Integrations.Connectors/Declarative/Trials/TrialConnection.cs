using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Trials;

/// <summary>A way to connect that can be tried, with what a person would type. It prints as <c>***</c>.</summary>
/// <param name="kind">One of <see cref="Manifest.AuthKinds"/>.</param>
/// <param name="fields">By the names of the file's fields; of a sign-in also <c>accessToken</c>.</param>
[HoldsSecret]
public sealed class TrialConnection(string kind, IReadOnlyDictionary<string, string> fields)
{
    /// <summary>One of <see cref="Manifest.AuthKinds"/>.</summary>
    public string Kind => kind;

    internal IReadOnlyDictionary<string, string> Fields => fields;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
