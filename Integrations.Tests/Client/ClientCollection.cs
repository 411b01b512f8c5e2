namespace Integrations.Tests.Client;

/// <summary>One hub for all tests of its client.</summary>
[CollectionDefinition(Name)]
public sealed class ClientCollection : ICollectionFixture<ClientHub>
{
    public const string Name = "client";
}
