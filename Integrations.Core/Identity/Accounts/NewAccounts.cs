using Integrations.Core.Identity.Organizations;

namespace Integrations.Core.Identity.Accounts;

/// <summary>Accounts that are made outside of an organization's own pages: by the first run, and by the operator.</summary>
public sealed class NewAccounts(MemberService members, PasswordLinks links, UserDirectory directory)
{
    /// <summary>Not stored yet.</summary>
    internal User Make(NewMember wanted, Guid? organizationId) => members.NewUser(wanted, organizationId);

    /// <summary>The stored account with a link to choose a password by.</summary>
    internal async Task<Invitation> InviteAsync(User stored) => new(MemberService.Row(stored), await links.CreateAsync(stored));

    /// <summary>As it may come in now, whatever was known of it before.</summary>
    internal async Task<UserStanding?> StandingAsync(Guid userId, CancellationToken cancellationToken)
    {
        directory.Forget(userId);
        return await directory.FindEnabledAsync(userId, cancellationToken);
    }

    /// <summary>What is remembered of an account ends with its change.</summary>
    internal void Forget(Guid userId) => directory.Forget(userId);
}
