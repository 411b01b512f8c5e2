using Integrations.Core.Management;

namespace Integrations.Web.Api.Accounts;

/// <summary>One connected system; the members besides connected are absent where nothing is known, or not for the asker.</summary>
internal sealed record AccountDocument(bool Connected, string? Username, string? Email, string? AvatarUrl, DateTimeOffset? ConnectedAt, DateTimeOffset? TokenExpiry)
{
    public static AccountDocument Of(AccountStatus? status) => status is { IsOwn: true, Connection: { } own }
        ? new AccountDocument(status.IsConnected, own.AccountUsername, own.AccountEmail, own.AccountAvatarUrl, own.ConnectedAt, own.ExpiresAt)
        : new AccountDocument(status?.IsConnected ?? false, null, null, null, null, null);
}
