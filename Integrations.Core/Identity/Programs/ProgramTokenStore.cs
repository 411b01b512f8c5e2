using Integrations.Core.Storage;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using OpenIddict.EntityFrameworkCore;

namespace Integrations.Core.Identity.Programs;

/// <summary>OpenIddict's store; what changes many rows of it at once takes its turn to write like all others (RELIABILITY D2), and ends the family as a person does.</summary>
internal sealed class ProgramTokenStore(IMemoryCache cache, IOpenIddictEntityFrameworkCoreContext context, IOptionsMonitor<OpenIddictEntityFrameworkCoreOptions> options)
    : OpenIddictEntityFrameworkCoreTokenStore<ProgramToken, ProgramClient, ProgramAuthorization, Guid>(cache, context, options)
{
    /// <summary>Ends a family: a code or a refresh token of it was used twice.</summary>
    public override async ValueTask<long> RevokeByAuthorizationIdAsync(string identifier, CancellationToken cancellationToken)
    {
        var (db, family) = ((IntegrationsDbContext)await Context.GetDbContextAsync(cancellationToken), Guid.Parse(identifier));
        return await db.WriteAsync(ct => AuthorizedPrograms.EndAsync(db, [family], ct), cancellationToken);
    }
}
