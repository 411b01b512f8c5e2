using Integrations.Core.Management;

namespace Integrations.Web.Api.Accounts;

internal sealed record AccountResponse(bool Success, bool Connected, string? Username, string? Email, string? AvatarUrl, DateTimeOffset? ConnectedAt, DateTimeOffset? TokenExpiry)
{
    public static AccountResponse Of(AccountStatus? status)
    {
        var account = AccountDocument.Of(status);
        return new AccountResponse(true, account.Connected, account.Username, account.Email, account.AvatarUrl, account.ConnectedAt, account.TokenExpiry);
    }
}
