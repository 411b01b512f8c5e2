using Integrations.Core.Demo;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Setup;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Setup;

/// <summary>The core hub as it is at its first start: no one has an account.</summary>
internal static class EmptyHub
{
    public const string Password = "seven quiet otters";

    public static async Task<CoreHub> StartAsync(bool onPostgres)
    {
        var hub = await CoreHub.StartAsync(
            services =>
            {
                services.AddAccess();
                services.AddDemo(seedByDefault: false);
                services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1_000);
            },
            onPostgres: onPostgres);
        await hub.WithDatabaseAsync(db => db.Users.ExecuteDeleteAsync());
        await hub.WithDatabaseAsync(db => db.Organizations.ExecuteDeleteAsync());
        return hub;
    }

    /// <summary>Another node on the same database, with a memory of its own.</summary>
    public static FirstRun Node(this CoreHub hub) => ActivatorUtilities.CreateInstance<FirstRun>(hub.Services);

    public static async Task<string> TokenAsync(this CoreHub hub)
    {
        var path = (await hub.Get<FirstRun>().RenewAsync(CancellationToken.None))!.Reveal();
        Assert.StartsWith("/setup?token=", path, StringComparison.Ordinal);
        return path[(path.IndexOf('=', StringComparison.Ordinal) + 1)..];
    }

    public static FirstRunRequest Wanted(string email = "first@ours.test", string password = Password, string organization = "First organization") =>
        new("First Person", email, new Secret(password), Passkey: null, organization, Administrator: null);
}
