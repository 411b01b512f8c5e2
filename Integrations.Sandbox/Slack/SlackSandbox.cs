using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Slack;

/// <summary>Slack: OAuth v2 and the part of the Web API that the hub uses.</summary>
internal sealed class SlackSandbox : ISandboxVendor
{
    private readonly PastedTokens _bots = new(SlackOAuth.BotPrefix);
    private readonly PastedTokens _users = new(SlackOAuth.UserPrefix);
    private readonly AccountWorlds<SlackWorld> _worlds;
    private readonly SlackOAuth _oauth;
    private readonly SlackGuard _guard;
    private readonly TimeProvider _time;

    public SlackSandbox(TimeProvider time, SandboxState state, SandboxOptions options)
    {
        _time = time;
        _worlds = new AccountWorlds<SlackWorld>(account => SlackWorld.Create(account, time.GetUtcNow()));
        _oauth = new SlackOAuth(state, options);
        _guard = new SlackGuard(_oauth.Server, _bots, _users, time, options);
    }

    public string Name => "Slack";

    public IReadOnlyList<string> Hosts { get; } = ["slack.com", "acme.slack.com", "globex.slack.com"];

    public IReadOnlyList<SandboxCredential> Credentials =>
    [
        .. SandboxAccounts.All.Select(account => SandboxCredential.OAuth(SlackOAuth.Provider, account)),
        .. SandboxAccounts.All.Select(account => SandboxCredential.Pasted(SlackOAuth.Provider, "api_key", account, ("token", _bots.For(account)))),
        SandboxCredential.Pasted(SlackOAuth.Provider, "api_key", SandboxAccounts.Ada, ("token", _users.For(SandboxAccounts.Ada))),
    ];

    public void Map(SandboxRoutes routes)
    {
        var slack = routes.Host("slack.com");
        _oauth.Server.MapAuthorize(slack, "/oauth/v2/authorize");
        _oauth.Server.MapToken(slack, "/api/oauth.v2.access");
        new SlackMethods(_worlds, _oauth, _time).Map(slack.MapGroup("/api").AddEndpointFilter(_guard));
        foreach (var organization in (string[])["acme", "globex"])
        {
            var workspace = routes.Host($"{organization}.slack.com");
            workspace.MapGet("/archives/{channel}", (string channel) => Page(organization, channel, null));
            workspace.MapGet("/archives/{channel}/{message}", (string channel, string message) => Page(organization, channel, message));
            workspace.MapGet("/team/{id}", (string id) => PersonPage(organization, id));
        }
    }

    public void Reset() => _worlds.Reset();

    private IResult Page(string organization, string channelId, string? link)
    {
        foreach (var account in SandboxAccounts.All.Where(account => account.Organization == organization))
        {
            var page = _worlds.Use(account, world =>
            {
                if (world.Channel(channelId) is not { } channel)
                {
                    return null;
                }

                var message = link is null ? null : world.Posts.Find(post => post.Channel == channel && "p" + post.Ts.Replace(".", "", StringComparison.Ordinal) == link);
                return SandboxHtml.Record(Name, "#" + channel.Name, ("Purpose", channel.Purpose), ("From", message?.Handle), ("Message", message?.Text));
            });
            if (page is not null)
            {
                return page;
            }
        }

        return SandboxHtml.Problem(Name, "There is no such channel.", StatusCodes.Status404NotFound);
    }

    private IResult PersonPage(string organization, string id) =>
        SandboxAccounts.All.Where(account => account.Organization == organization)
            .Select(account => _worlds.Use(account, world => world.Person(id))).OfType<SlackPerson>().FirstOrDefault() is { } person
            ? SandboxHtml.Record(Name, person.Name, ("Handle", person.Handle), ("E-mail", person.Email))
            : SandboxHtml.Problem(Name, "There is no such person.", StatusCodes.Status404NotFound);
}
