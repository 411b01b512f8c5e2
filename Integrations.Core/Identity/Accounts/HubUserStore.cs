using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.Accounts;

/// <summary>
/// Identity's store on a context of its own, made by the factory and disposed with the scope. Whatever else is added to
/// <see cref="UserOnlyStore{TUser,TContext,TKey,TUserClaim,TUserLogin,TUserToken,TUserPasskey}.Context"/>, audit entries
/// for one, is saved in the same transaction as the person.
/// </summary>
internal sealed class HubUserStore(IDbContextFactory<IntegrationsDbContext> contexts, IdentityErrorDescriber describer)
    : UserOnlyStore<User, IntegrationsDbContext, Guid>(contexts.CreateDbContext(), describer), IDisposable, IAsyncDisposable
{
    public new void Dispose()
    {
        base.Dispose();
        Context.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        base.Dispose();
        await Context.DisposeAsync();
    }
}
