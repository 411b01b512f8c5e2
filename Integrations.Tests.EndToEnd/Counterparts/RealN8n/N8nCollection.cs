namespace Integrations.Tests.EndToEnd.Counterparts.RealN8n;

/// <summary>One n8n for all tests that need a real one.</summary>
[CollectionDefinition(Name)]
public sealed class N8nCollection : ICollectionFixture<N8nInstance>
{
    public const string Name = "Real n8n";
}
