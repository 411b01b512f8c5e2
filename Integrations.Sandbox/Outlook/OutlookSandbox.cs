using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.OAuth;
using Integrations.Sandbox.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Outlook;

/// <summary>Microsoft: the identity platform and the Outlook part of Graph v1.0.</summary>
internal sealed class OutlookSandbox : ISandboxVendor, IDisposable
{
    private readonly SandboxJwt _jwt;
    private readonly TimeProvider _time;
    private readonly SandboxOptions _options;
    private readonly OAuthServer _oauth;
    private readonly AccountWorlds<OutlookWorld> _worlds;
    private readonly ChangeNotices _notices;

    public OutlookSandbox(TimeProvider time, SandboxState state, SandboxOptions options, SandboxJwt jwt)
    {
        (_jwt, _time, _options) = (jwt, time, options);
        _oauth = new OAuthServer(OutlookOAuth.Rules(jwt, time), state, options);
        _worlds = new AccountWorlds<OutlookWorld>(account => OutlookWorld.Create(account, time.GetUtcNow()));
        _notices = new ChangeNotices(_worlds, time, options);
    }

    public string Name => "Microsoft Outlook";

    public IReadOnlyList<string> Hosts { get; } = [OutlookOAuth.Host, "graph.microsoft.com", "outlook.office365.com", "teams.microsoft.com"];

    public IReadOnlyList<SandboxCredential> Credentials { get; } =
        [.. SandboxAccounts.All.Select(account => SandboxCredential.OAuth(OutlookOAuth.Provider, account))];

    public void Map(SandboxRoutes routes)
    {
        var login = routes.Host(OutlookOAuth.Host);
        _oauth.MapAuthorize(login, "/{tenant}/oauth2/v2.0/authorize");
        _oauth.MapToken(login, "/{tenant}/oauth2/v2.0/token");
        OutlookOAuth.MapMetadata(login, _jwt);

        var graph = routes.Host("graph.microsoft.com").MapGroup("/v1.0");
        graph.AddEndpointFilter(new GraphGuard(_oauth, _time, _options));
        new CalendarRoutes(_worlds).Map(graph);
        new EventRoutes(_worlds, _notices, _time).Map(graph);
        _notices.Map(graph);

        routes.Host("outlook.office365.com").MapGet("/owa/", (HttpContext http) => Page(http.Request.Query["itemid"].ToString()));
        routes.Host("teams.microsoft.com").MapGet("/l/meetup-join/{meeting}/0", (string meeting) =>
            SandboxHtml.Record("Microsoft Teams", "Online meeting", ("Meeting", Uri.UnescapeDataString(meeting))));
    }

    public void Reset() => _worlds.Reset();

    public void Dispose() => _notices.Dispose();

    /// <summary>What a web link shows; it names no account, so all calendars are looked through.</summary>
    private IResult Page(string id)
    {
        foreach (var account in SandboxAccounts.All)
        {
            if (_worlds.Use(account, world => Record(world, id)) is { } page)
            {
                return page;
            }
        }

        return SandboxHtml.Problem(Name, "There is no such item.", StatusCodes.Status404NotFound);
    }

    private IResult? Record(OutlookWorld world, string id) =>
        world.Find(id) is { } item
            ? SandboxHtml.Record(
                Name, item.Subject,
                ("When", $"{item.Start:yyyy-MM-dd HH:mm} – {item.End:yyyy-MM-dd HH:mm} UTC"), ("Where", item.Location),
                ("Organizer", item.Organizer.Name), ("Attendees", string.Join(", ", item.Attendees.Select(person => person.Name))), ("About", item.Text))
            : world.Mail.Find(mail => mail.Id == id) is { } mail
                ? SandboxHtml.Record(Name, mail.Subject, ("From", mail.From.Name), ("Received", $"{mail.Received:yyyy-MM-dd HH:mm} UTC"), ("Text", mail.Text))
                : null;
}
