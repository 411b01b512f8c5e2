using Integrations.Core.Demo;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Identity;

/// <summary>The core hub with sign-in added; passwords are hashed with few rounds, so that tests are not about waiting.</summary>
internal static class AccessHub
{
    public const string Password = "seven quiet otters";

    public static Task<CoreHub> StartAsync(Action<IServiceCollection>? more = null, bool? onPostgres = null) => CoreHub.StartAsync(
        services =>
        {
            services.AddAccess();
            services.AddDemo(seedByDefault: false);
            services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1_000);
            more?.Invoke(services);
        },
        onPostgres: onPostgres);

    /// <summary>Someone who gave their password just now in a browser.</summary>
    public static Caller InSession(this CoreHub hub, Caller caller) =>
        caller with { SessionId = Guid.NewGuid(), AuthenticatedAt = hub.Clock.GetUtcNow() };

    public static Task SetPasswordAsync(this CoreHub hub, Caller caller, string password = Password) => hub.ChangeAsync(caller, user =>
        user.PasswordHash = hub.Get<IPasswordHasher<User>>().HashPassword(user, password));

    public static async Task ChangeAsync(this CoreHub hub, Caller caller, Action<User> change)
    {
        await hub.WithDatabaseAsync(async db =>
        {
            change(await db.Users.SingleAsync(u => u.Id == caller.UserId));
            return await db.SaveChangesAsync();
        });
        hub.Get<UserDirectory>().Forget(caller.UserId!.Value);
    }

    public static async Task<string> TokenOfAsync(this CoreHub hub, Caller caller)
    {
        await hub.SetPasswordAsync(caller);
        var issued = await hub.Get<AccessTokens>().ForPasswordAsync(caller.DisplayName, Password, code: null, new("192.0.2.1", "test"), CancellationToken.None);
        return issued.Value.Token.Reveal();
    }

    public static async Task<Caller?> WhoIsAsync(this CoreHub hub, string token) =>
        (await hub.Get<AccessTokens>().AuthenticateAsync(token, CancellationToken.None)).TryGet(out var caller, out _) ? caller : null;
}
