namespace Integrations.Core.Connections.Links;

/// <summary>For whom a link to connect is.</summary>
public enum ConnectLinkAudience
{
    /// <summary>One member of the organization, signed in as that member; the connection becomes theirs.</summary>
    Member,

    /// <summary>The first member of the organization who signs in with it; the connection becomes theirs.</summary>
    AnyMember,

    /// <summary>A person without an account of the hub; the connection becomes one of the organization's.</summary>
    Outside,
}
