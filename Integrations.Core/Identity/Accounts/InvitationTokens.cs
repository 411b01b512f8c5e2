using Integrations.Core.Identity.Organizations;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Identity.Accounts;

/// <summary>
/// What the link to choose a password carries: bound to the person and their security stamp, so choosing a password, or any
/// other change of it, uses the link up.
/// </summary>
internal sealed class InvitationTokens(IDataProtectionProvider protection, IOptions<AccessOptions> access, ILogger<DataProtectorTokenProvider<User>> logger)
    : DataProtectorTokenProvider<User>(
        protection, Microsoft.Extensions.Options.Options.Create(new DataProtectionTokenProviderOptions { Name = ProviderName, TokenLifespan = access.Value.InvitationLifetime }), logger)
{
    public const string ProviderName = "HubInvitation";
}
