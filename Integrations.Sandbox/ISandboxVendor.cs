namespace Integrations.Sandbox;

/// <summary>One vendor of the sandbox: its hosts, its routes, what one signs in with, and its records.</summary>
internal interface ISandboxVendor
{
    /// <summary>As the vendor spells itself.</summary>
    string Name { get; }

    /// <summary>Every host name this vendor answers for, without scheme or port.</summary>
    IReadOnlyList<string> Hosts { get; }

    /// <summary>What a person can connect with. Field names are those of the hub's connect form.</summary>
    IReadOnlyList<SandboxCredential> Credentials { get; }

    void Map(SandboxRoutes routes);

    /// <summary>Back to the seed.</summary>
    void Reset();
}
