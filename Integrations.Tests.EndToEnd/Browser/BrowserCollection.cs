using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>Browser tests run one after the other and share one browser and one hub: each brings its own window.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<Chromium>, ICollectionFixture<HubApp>
{
    public const string Name = "Browser";
}
