using Integrations.Tests.EndToEnd.Browser;

namespace Integrations.Tests.EndToEnd.Installation;

/// <summary>Tests of installing run one after the other and share one archive and one browser.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class InstallationCollection : ICollectionFixture<InstallationArchive>, ICollectionFixture<Chromium>
{
    public const string Name = "Installation";
}
