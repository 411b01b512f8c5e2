namespace Integrations.Connectors.Contracts;

/// <summary>Non-secret facts of a connection, looked up by name.</summary>
public sealed class VendorSessionFacts(IReadOnlyDictionary<string, string> fields)
{
    public static VendorSessionFacts None { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    public string? this[string name] => fields.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public string Required(string name) => this[name] ?? throw new InvalidOperationException($"The connection lacks '{name}'.");
}
