using System.Web;
using Integrations.Connectors;
using Integrations.Connectors.Manifest;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Sandbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Infrastructure;

/// <summary>Someone who connects integrations by signing in at the sandbox's consent page, for tests that need a connected one.</summary>
internal static class OAuthPerson
{
    /// <summary>Enables a provider and connects it as an account of the sandbox.</summary>
    /// <returns>The integration's id.</returns>
    public static async Task<Guid> ConnectAsync(
        IServiceProvider services, Caller caller, string provider, SandboxAccount account, InstanceLevel level = InstanceLevel.Organization, string? name = null)
    {
        var none = CancellationToken.None;
        var display = services.GetRequiredService<ConnectorCatalog>().Find(provider)!.Manifest.DisplayName;
        var created = await services.GetRequiredService<InstanceService>()
            .CreateAsync(caller, new NewInstance(provider, level, new InstanceChanges { Name = name ?? display }), none);

        var flow = services.GetRequiredService<OAuthFlow>();
        var request = new FlowRequest("/") { BrowserKey = "the-browser" };
        var started = await flow.StartAsync(caller, created.Value.Id, request, none);
        var address = new Uri(started.Value.AuthorizationUrl);
        using var http = SandboxConsent.Browser();
        var back = await SandboxConsent.AllowAsync(http, address, account, AskedScopes(services, provider, address));
        var end = await flow.CompleteAsync(
            new FlowCallback { Code = back.Code, State = back.State, BrowserKey = request.BrowserKey, SignedInUser = caller.UserId }, null, null, none);
        Assert.Null(end.Failure);
        return created.Value.Id;
    }

    /// <summary>The caller that a demo account is.</summary>
    public static async Task<Caller> CallerOfAsync(IServiceProvider services, string email)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        var user = await db.Users.SingleAsync(u => u.Email == email);
        return new Caller(user.Id, user.OrganizationId, user.Role) { DisplayName = email };
    }

    private static string[] AskedScopes(IServiceProvider services, string provider, Uri address)
    {
        var oauth = services.GetRequiredService<ConnectorCatalog>().Find(provider)!.Manifest.Method(AuthKinds.OAuth2)!.OAuth!;
        return HttpUtility.ParseQueryString(address.Query)[oauth.ScopeParameter]?.Split(oauth.ScopeSeparator) ?? [];
    }
}
