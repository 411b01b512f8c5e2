using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>Every page in every look takes as long as all other browser tests together: with a browser and a hub of its own it runs beside them.</summary>
[CollectionDefinition(Name)]
public sealed class EveryPageCollection : ICollectionFixture<Chromium>, ICollectionFixture<HubApp>
{
    public const string Name = "Every page";
}
