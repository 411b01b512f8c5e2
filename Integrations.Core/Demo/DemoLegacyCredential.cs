namespace Integrations.Core.Demo;

/// <summary>A credential of the "older system" to seed for <c>user@acme.test</c>, so that bringing credentials over can be tried.</summary>
/// <param name="providerKey">Such as <c>jira</c>.</param>
/// <param name="fields">By the connect form's field names.</param>
[Primitives.HoldsSecret]
public sealed class DemoLegacyCredential(string providerKey, IReadOnlyDictionary<string, string> fields)
{
    public string ProviderKey => providerKey;

    public IReadOnlyDictionary<string, string> Fields => fields;

    public override string ToString() => "***";
}
