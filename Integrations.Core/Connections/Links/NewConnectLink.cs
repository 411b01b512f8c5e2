using System.Text.Json.Nodes;

namespace Integrations.Core.Connections.Links;

/// <summary>What an administrator or a program asks for.</summary>
/// <param name="Providers">Ids or keys, 1 to 10; the person chooses one of them.</param>
public sealed record NewConnectLink(IReadOnlyList<string> Providers, ConnectLinkAudience Audience)
{
    /// <summary>For a member: their id or e-mail address.</summary>
    public string? Member { get; init; }

    /// <summary>For a person outside: where mail goes.</summary>
    public string? Email { get; init; }

    /// <summary>For a person outside: 1 to 120 characters; this, an address or a reference is needed.</summary>
    public string? Label { get; init; }

    /// <summary>For a person outside: the maker's own id of them, at most 200 characters.</summary>
    public string? Reference { get; init; }

    /// <summary>A path of the hub or an address of an allowed origin.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Settings of an integration that the link makes; the provider's settings form says which. Null for none.</summary>
    public JsonObject? Settings { get; init; }

    /// <summary>Exact http(s) origins, at most 10.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>1 hour to 30 days.</summary>
    public TimeSpan Lifetime { get; init; } = ConnectLink.DefaultLifetime;

    /// <summary>The hub sends it to the member or the address.</summary>
    public bool SendMail { get; init; }
}
