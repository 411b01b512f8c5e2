namespace Integrations.Core.Connections.Links;

/// <summary>A link as its makers see it; nothing in it opens anything.</summary>
public sealed record ConnectLinkRow(Guid Id, ConnectLinkState State, IReadOnlyList<string> Providers, ConnectLinkAudience Audience)
{
    /// <summary>The last four characters of its secret part, for people to tell links apart.</summary>
    public required string Hint { get; init; }

    /// <summary>The member that it is for, or who opened it; null for people outside.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The member's e-mail address, or the one that was given.</summary>
    public string? Email { get; init; }

    /// <summary>For people outside: whom it is for, in words; null for members.</summary>
    public string? Label { get; init; }

    /// <summary>For people outside: the maker's own id of them; null where none was given.</summary>
    public string? Reference { get; init; }

    /// <summary>Where the browser goes in the end; null shows a page of the hub.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Exact origins whose pages may frame the first page; empty means none.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>As the page shows who asks.</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>In UTC; an hour after it was opened, at the latest.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When a browser took it; null before.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When something was connected; null before.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>When it was taken back; null otherwise.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Why the last attempt did not connect; null while none failed.</summary>
    public string? FailureCode { get; init; }

    /// <summary>The integration that was chosen or made; null before the first attempt.</summary>
    public Guid? InstanceId { get; init; }

    /// <summary>What was connected; null before.</summary>
    public Guid? ConnectionId { get; init; }

    /// <summary>It can still connect something.</summary>
    public bool IsOpen { get; init; }

    internal static ConnectLinkRow Of(ConnectLink link, string? memberEmail, DateTimeOffset now) => new(link.Id, link.StateAt(now), link.Providers, link.Audience)
    {
        Hint = link.Hint,
        UserId = link.UserId,
        Email = memberEmail ?? link.Email,
        Label = link.Label,
        Reference = link.Reference,
        ReturnUrl = link.ReturnUrl,
        Origins = link.Origins,
        CreatedBy = link.CreatedBy,
        CreatedAt = link.CreatedAt,
        ExpiresAt = link.ExpiresAt,
        OpenedAt = link.OpenedAt,
        DoneAt = link.DoneAt,
        RevokedAt = link.RevokedAt,
        FailureCode = link.FailureCode,
        InstanceId = link.InstanceId,
        ConnectionId = link.ConnectionId,
        IsOpen = link.IsOpenAt(now),
    };
}
