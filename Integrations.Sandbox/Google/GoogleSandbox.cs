using Integrations.Sandbox.Accounts;

namespace Integrations.Sandbox.Google;

/// <summary>Google: one sign-in and three APIs (Calendar v3, Drive v3, Meet v2) over the same records.</summary>
/// <remarks>Sources: Google's discovery documents (Calendar 20260225, Drive 20260405, Meet 20260421); developers.google.com/identity/protocols/oauth2 (read 2026-11).</remarks>
internal sealed class GoogleSandbox : ISandboxVendor, IDisposable
{
    private static readonly string[] Providers = ["google_calendar", "google_drive", "google_meet"];
    private readonly AccountWorlds<GoogleWorld> _worlds;
    private readonly GoogleIdentityServer _identity;
    private readonly CalendarEndpoints _calendar;
    private readonly MeetEndpoints _meet;
    private readonly DriveEndpoints _drive;
    private readonly PushChannels _push;

    public GoogleSandbox(TimeProvider time, SandboxState state, SandboxOptions options, OAuth.SandboxJwt jwt)
    {
        _worlds = new AccountWorlds<GoogleWorld>(account => GoogleWorld.Create(account, time.GetUtcNow()));
        _identity = new GoogleIdentityServer(time, state, options, jwt, Providers);
        _push = new PushChannels(time, options);
        _calendar = new CalendarEndpoints(_worlds, _push, new GoogleGuard(_identity.OAuth, time, options, newShape: false), time);
        _meet = new MeetEndpoints(_worlds, new GoogleGuard(_identity.OAuth, time, options, newShape: true), time);
        _drive = new DriveEndpoints(_worlds, _push, new GoogleGuard(_identity.OAuth, time, options, newShape: false), time);
    }

    public string Name => "Google";

    public IReadOnlyList<string> Hosts =>
    [
        "accounts.google.com", "oauth2.googleapis.com", "openidconnect.googleapis.com", "www.googleapis.com", "meet.googleapis.com",
        "www.google.com", "meet.google.com", "drive.google.com", "docs.google.com",
    ];

    public IReadOnlyList<SandboxCredential> Credentials =>
        [.. Providers.SelectMany(provider => SandboxAccounts.All.Select(account => SandboxCredential.OAuth(provider, account)))];

    public void Map(SandboxRoutes routes)
    {
        _identity.Map(routes);
        _calendar.Map(routes);
        _meet.Map(routes);
        _drive.Map(routes);
    }

    public void Reset() => _worlds.Reset();

    public void Dispose() => _push.Dispose();
}
