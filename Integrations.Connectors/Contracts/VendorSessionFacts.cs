namespace Integrations.Connectors.Contracts;

/// <summary>Non-secret facts of a connection, looked up by name.</summary>
public sealed class VendorSessionFacts(IReadOnlyDictionary<string, string> fields)
{
    /// <summary>Of calls that belong to no connection, such as those of a token endpoint.</summary>
    public static VendorSessionFacts None { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>The fact of this name, in its exact spelling; null when it is missing or empty.</summary>
    public string? this[string name] => fields.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>A fact that the connector cannot do without, such as the address of a server of one's own.</summary>
    /// <exception cref="InvalidOperationException">It is missing or empty. The call then fails as <c>vendor.unreadable</c>, and the log says why.</exception>
    public string Required(string name) => this[name] ?? throw new InvalidOperationException($"The connection lacks '{name}'.");
}
