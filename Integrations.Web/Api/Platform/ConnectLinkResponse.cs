using Integrations.Core.Connections.Links;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <summary>A link to connect; nothing in it opens anything.</summary>
internal sealed record ConnectLinkResponse
{
    public required Guid Id { get; init; }

    /// <summary>waiting, opened (a browser has it), done, failed (the last attempt; the browser may try again until it expires), expired or revoked.</summary>
    [OneOf("waiting", "opened", "done", "failed", "expired", "revoked")]
    public required string State { get; init; }

    public required IReadOnlyList<string> Providers { get; init; }

    public required ConnectLinkForResponse For { get; init; }

    public string? ReturnUrl { get; init; }

    public required IReadOnlyList<string> FrameOrigins { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Comes nearer when a browser opens it: that has an hour.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? OpenedAt { get; init; }

    public DateTimeOffset? DoneAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Why the last attempt did not connect; absent otherwise.</summary>
    public string? Error { get; init; }

    /// <summary>The integration that it connects; absent until the first attempt.</summary>
    public Guid? IntegrationId { get; init; }

    public Guid? ConnectionId { get; init; }

    public static ConnectLinkResponse Of(ConnectLinkRow row) => new()
    {
        Id = row.Id,
        State = ConnectLinkNames.Of(row.State),
        Providers = row.Providers,
        For = new ConnectLinkForResponse(ConnectLinkNames.Of(row.Audience), row.UserId, row.Email, row.Label, row.Reference),
        ReturnUrl = row.ReturnUrl,
        FrameOrigins = row.Origins,
        CreatedBy = row.CreatedBy,
        CreatedAt = row.CreatedAt,
        ExpiresAt = row.ExpiresAt,
        OpenedAt = row.OpenedAt,
        DoneAt = row.DoneAt,
        RevokedAt = row.RevokedAt,
        Error = row.FailureCode,
        IntegrationId = row.InstanceId,
        ConnectionId = row.ConnectionId,
    };
}
