using System.Text.Json;
using Integrations.Core.Connections;
using Integrations.Core.Connections.Links;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Events;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections.Links;

/// <summary>An administrator who makes links, and people who follow them, each in a browser of their own.</summary>
internal sealed class LinkScene(ConnectedHub hub)
{
    public const string GitHub = "github";

    private static readonly CancellationToken None = CancellationToken.None;

    public static Caller Stranger { get; } = Caller.Anonymous with { RemoteAddress = "203.0.113.7" };

    public ConnectLinkService Links => hub.Get<ConnectLinkService>();

    public ConnectLinkDoor Door => hub.Get<ConnectLinkDoor>();

    public ConnectLinkVisits Visits => hub.Get<ConnectLinkVisits>();

    public static NewConnectLink Outside(string? reference = null, params string[] providers) =>
        new(providers is [] ? [GitHub] : providers, ConnectLinkAudience.Outside) { Label = $"Initech {Guid.NewGuid():N}", Reference = reference };

    public static string SecretOf(CreatedConnectLink link) => link.Address.Reveal()[(link.Address.Reveal().LastIndexOf('/') + 1)..];

    public Task AllowOutsidersAsync(bool allows = true) => AllowOutsidersAsync(hub.Admin, allows);

    public async Task AllowOutsidersAsync(Caller admin, bool allows)
    {
        var rules = hub.Get<ConnectLinkRulesService>();
        var person = admin with { SessionId = Guid.NewGuid(), AuthenticatedAt = DateTimeOffset.UtcNow };
        var changed = await rules.ChangeAsync(person, allows, (await rules.GetAsync(person, None)).Version, None);
        Assert.True(changed.IsSuccess, changed.Failure?.ToString());
    }

    public async Task<CreatedConnectLink> MakeAsync(NewConnectLink wanted, Caller? maker = null)
    {
        var made = await Links.CreateAsync(maker ?? hub.Admin, wanted, None);
        Assert.True(made.IsSuccess, made.Failure?.ToString());
        return made.Value;
    }

    public async Task<ClaimedConnectLink> ClaimAsync(CreatedConnectLink link, Caller? visitor = null)
    {
        var claimed = await Door.ClaimAsync(SecretOf(link), null, visitor ?? Stranger, None);
        Assert.True(claimed.IsSuccess, claimed.Failure?.ToString());
        return claimed.Value;
    }

    /// <summary>With a pasted credential of the sandbox.</summary>
    public async Task<Result<ConnectionView>> PasteAsync(ClaimedConnectLink link, Caller? visitor = null, SandboxBehaviour behaviour = SandboxBehaviour.Healthy, string? token = null)
    {
        var fields = token is null ? hub.Credential(GitHub, "api_key", behaviour) : new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = token };
        return await Visits.ConnectAsync(link.LinkId, link.BrowserKey, visitor ?? Stranger, GitHub, new ConnectRequest("api_key", fields), None);
    }

    /// <summary>By signing in at the sandbox; <paramref name="meanwhile"/> happens while the person is there.</summary>
    public async Task<FlowEnd> SignInAsync(ClaimedConnectLink link, string provider, Caller? visitor = null, Func<Task>? meanwhile = null, int account = 0)
    {
        var started = await Visits.StartOAuthAsync(link.LinkId, link.BrowserKey, visitor ?? Stranger, provider, "flow-key", new Dictionary<string, string>(StringComparer.Ordinal), None);
        Assert.True(started.IsSuccess, started.Failure?.ToString());
        var email = hub.Sandbox.Credentials.Where(c => c.Provider == provider && c.Kind == "oauth2" && c.Behaviour == SandboxBehaviour.Healthy).ElementAt(account).Account;
        using var browser = SandboxConsent.Browser();
        var scopes = System.Web.HttpUtility.ParseQueryString(new Uri(started.Value.AuthorizationUrl).Query)["scope"] ?? "";
        var back = await SandboxConsent.AllowAsync(browser, new Uri(started.Value.AuthorizationUrl), new SandboxAccount(email, email, SandboxBehaviour.Healthy), scopes.Split(' ', ','));
        if (meanwhile is not null)
        {
            await meanwhile();
        }

        return await hub.Get<OAuthFlow>().CompleteAsync(
            new FlowCallback { Code = back.Code, State = back.State, Error = back.Error, BrowserKey = "flow-key", SignedInUser = visitor?.UserId }, null, null, None);
    }

    public async Task<ConnectLinkRow> RowAsync(CreatedConnectLink link) => (await Links.GetAsync(hub.Admin, link.Row.Id, None)).Value;

    /// <summary>What programs were told of a link, oldest first.</summary>
    public Task<List<(string Type, JsonElement Data)>> EventsAsync(Guid linkId) => hub.WithDatabaseAsync(async db =>
        (await db.OutboxEvents.AsNoTracking().Where(e => e.Type.StartsWith("connection.") && e.Data.Contains(linkId.ToString())).OrderBy(e => e.OccurredAt).ThenBy(e => e.Id).ToListAsync())
            .ConvertAll(e => (e.Type, JsonElement.Parse(e.Data))));
}
