namespace Integrations.Core.Connections.Links;

/// <summary>How far a link to connect is.</summary>
public enum ConnectLinkState
{
    /// <summary>No one has gone on with it yet.</summary>
    Waiting,

    /// <summary>It belongs to one browser now, which has an hour.</summary>
    Opened,

    /// <summary>Something is connected; the link opens nothing any more.</summary>
    Done,

    /// <summary>The last attempt did not connect. The same browser may try again until the link expires.</summary>
    Failed,

    /// <summary>Its time ran out before anything was connected.</summary>
    Expired,

    /// <summary>Its maker, an administrator, or the end of the maker's sign-in took it back.</summary>
    Revoked,
}
