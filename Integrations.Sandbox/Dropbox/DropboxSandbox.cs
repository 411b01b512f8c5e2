using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Http;
using Integrations.Sandbox.OAuth;
using Integrations.Sandbox.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Dropbox;

/// <summary>Dropbox: OAuth, API v2 and its content host.</summary>
internal sealed class DropboxSandbox : ISandboxVendor
{
    private readonly PastedTokens _generated = new(DropboxOAuth.TokenPrefix);
    private readonly AccountWorlds<DropboxWorld> _worlds;
    private readonly OAuthServer _oauth;
    private readonly DropboxGuard _guard;
    private readonly TimeProvider _time;

    public DropboxSandbox(TimeProvider time, SandboxState state, SandboxOptions options)
    {
        _time = time;
        _worlds = new AccountWorlds<DropboxWorld>(account => DropboxWorld.Create(account, time.GetUtcNow()));
        _oauth = new OAuthServer(DropboxOAuth.Rules(), state, options);
        _guard = new DropboxGuard(_oauth, _generated, time, options);
    }

    public string Name => "Dropbox";

    public IReadOnlyList<string> Hosts { get; } = ["www.dropbox.com", "api.dropboxapi.com", "content.dropboxapi.com"];

    public IReadOnlyList<SandboxCredential> Credentials =>
    [
        .. SandboxAccounts.All.Select(account => SandboxCredential.OAuth(DropboxOAuth.Provider, account)),
        .. SandboxAccounts.All.Select(account => SandboxCredential.Pasted(DropboxOAuth.Provider, "api_key", account, ("token", _generated.For(account)))),
    ];

    public void Map(SandboxRoutes routes)
    {
        var web = routes.Host("www.dropbox.com");
        _oauth.MapAuthorize(web, "/oauth2/authorize");
        web.MapGet("/home", () => SandboxHtml.Record(Name, "Home"));
        web.MapGet("/home/{**path}", (string path) => Page(entry => entry.Path == "/" + path));
        web.MapGet("/scl/{kind}/{key}/{name}", (string key) => Page(entry => entry.LinkKey == key));

        var api = routes.Host("api.dropboxapi.com");
        _oauth.MapToken(api, "/oauth2/token");
        var handlers = new DropboxRoutes(_worlds, _oauth, _time);
        handlers.MapRpc(api.MapGroup("/2").AddEndpointFilter(_guard));
        handlers.MapContent(routes.Host("content.dropboxapi.com").MapGroup("/2").AddEndpointFilter(_guard));
    }

    public void Reset() => _worlds.Reset();

    private IResult Page(Func<DropboxEntry, bool> wanted)
    {
        foreach (var account in SandboxAccounts.All)
        {
            if (_worlds.Use(account, world => world.Entries.Find(entry => !entry.Deleted && wanted(entry))) is { } found)
            {
                return SandboxHtml.Record(Name, found.Name, ("Path", found.Path), ("Size", found.IsFile ? $"{found.Size} bytes" : null), ("Shared", found.LinkKey is null ? "no" : "by link"));
            }
        }

        return SandboxHtml.Problem(Name, "There is no such file or folder.", StatusCodes.Status404NotFound);
    }
}
