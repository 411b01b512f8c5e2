namespace Integrations.Core.Demo;

/// <summary>A credential of the "older system" to seed for <c>user@acme.test</c>, so that bringing credentials over can be tried.</summary>
/// <param name="providerKey">Such as <c>jira</c>.</param>
/// <param name="fields">By the connect form's field names.</param>
[Primitives.HoldsSecret]
public sealed class DemoLegacyCredential(string providerKey, IReadOnlyDictionary<string, string> fields)
{
    /// <summary>Which provider it will be an integration of, such as <c>jira</c>.</summary>
    public string ProviderKey => providerKey;

    /// <summary>Values in the clear, by the connect form's field names; they are protected when they are stored.</summary>
    public IReadOnlyDictionary<string, string> Fields => fields;

    /// <summary>Always <c>***</c>: the fields are secrets.</summary>
    public override string ToString() => "***";
}
