namespace Integrations.Core.Connections.Links;

/// <summary>A link as its makers see it; nothing in it opens anything.</summary>
public sealed record ConnectLinkRow(Guid Id, ConnectLinkState State, IReadOnlyList<string> Providers, ConnectLinkAudience Audience)
{
    public required string Hint { get; init; }

    public Guid? UserId { get; init; }

    /// <summary>The member's e-mail address, or the one that was given.</summary>
    public string? Email { get; init; }

    public string? Label { get; init; }

    public string? Reference { get; init; }

    public string? ReturnUrl { get; init; }

    public IReadOnlyList<string> Origins { get; init; } = [];

    public string CreatedBy { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? OpenedAt { get; init; }

    public DateTimeOffset? DoneAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public string? FailureCode { get; init; }

    public Guid? InstanceId { get; init; }

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
