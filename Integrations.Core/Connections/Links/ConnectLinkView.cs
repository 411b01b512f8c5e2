using Integrations.Core.Catalog;

namespace Integrations.Core.Connections.Links;

/// <summary>What a link's page shows: of the organization its name, of the maker the name, and what may be connected.</summary>
/// <param name="Id">Opens nothing by itself.</param>
/// <param name="Organization">Its name.</param>
/// <param name="Sender">Who asks.</param>
/// <param name="Providers">At least one that is offered now.</param>
public sealed record ConnectLinkView(Guid Id, string Organization, string Sender, IReadOnlyList<CatalogEntry> Providers, ConnectLinkState State)
{
    /// <summary>Decides whether the visitor has to sign in first.</summary>
    public ConnectLinkAudience Audience { get; init; }

    /// <summary>In UTC; after the browser took the link, an hour later at most.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Exact origins that may frame this page; the answer's headers say so.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Where the browser goes in the end; null shows a page of the hub.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Why the last attempt did not connect.</summary>
    public string? FailureCode { get; init; }

    /// <summary>What was connected or tried; null before.</summary>
    public Guid? InstanceId { get; init; }

    /// <summary>Given back to the return address, so that a program knows whose it was.</summary>
    public string? Reference { get; init; }

    /// <summary>What the account is for, which decides what the vendor is asked for; null for everything.</summary>
    public IReadOnlyList<string>? Purposes { get; init; }

    /// <summary>It is for a member, and no one is signed in here.</summary>
    public bool NeedsSignIn { get; init; }
}
