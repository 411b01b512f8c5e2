using Bunit;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Search;
using Integrations.Core.Setup;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Connectors;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Connections;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Linking;

/// <summary>An organization with a calendar connected to the sandbox; the picker's tests share it and bring a meeting each.</summary>
public sealed class CalendarBench : IAsyncLifetime
{
    private VendorBench _vendor = null!;

    internal CoreHub Hub { get; private set; } = null!;

    public Guid Calendar { get; private set; }

    /// <summary>Today's "Weekly product sync" of the sandbox's calendars starts at ten.</summary>
    public DateTimeOffset Ten { get; } = new(DateTime.UtcNow.Date.AddHours(10), TimeSpan.Zero);

    public async ValueTask InitializeAsync()
    {
        _vendor = await VendorBench.StartAsync("google_calendar");
        Hub = await CoreHub.StartAsync(vendors: _vendor.Server);
        Calendar = await OAuthPerson.ConnectAsync(Hub.Services, Hub.Admin, "google_calendar", SandboxAccounts.Ada, name: "Team calendar");
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        await _vendor.DisposeAsync();
    }

    public async Task<MeetingDetails> MeetingAsync(string title)
    {
        var people = Hub.Get<PersonService>();
        var ada = await people.CreateAsync(Hub.User, new PersonDraft("Ada Lindqvist") { Email = "ada@acme.test" }, CancellationToken.None);
        var zoe = await people.CreateAsync(Hub.User, new PersonDraft("Zoe Zander") { Email = "zoe@acme.test" }, CancellationToken.None);
        var draft = new MeetingDraft(title, Ten, Ten.AddMinutes(30)) { Attendees = [ada.Value.Id, zoe.Value.Id] };
        return (await Hub.Get<MeetingService>().CreateAsync(Hub.User, draft, CancellationToken.None)).Value;
    }

    public async Task<IReadOnlyList<LinkSource>> SourcesAsync() =>
        (await Hub.Get<LinkSources>().ListAsync(Hub.User, EntityTypes.Meeting, CancellationToken.None)).Value;

    /// <summary>Gives a component the hub's real services, and this caller.</summary>
    internal void Serve(BunitContext context, Caller caller)
    {
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.JSInterop.SetupModule("./picker.js").Mode = JSRuntimeMode.Loose;
        context.Services.AddSingleton(Hub.Get<MeetingService>());
        context.Services.AddSingleton(Hub.Get<PersonService>());
        context.Services.AddSingleton(Hub.Get<LinkService>());
        context.Services.AddSingleton(Hub.Get<LinkSources>());
        context.Services.AddSingleton(new ConnectLauncher(Hub.Get<OAuthFlow>(), Hub.Get<OAuthTrial>(), Hub.Get<InstanceService>(), new EphemeralDataProtectionProvider()));
        context.Services.AddSingleton(Hub.Get<SearchService>());
        context.Services.AddSingleton<TimeProvider>(Hub.Clock);
        context.Services.AddSingleton(SignedIn.As(caller));
    }
}
