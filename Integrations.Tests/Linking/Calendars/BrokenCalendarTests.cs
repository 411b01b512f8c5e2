using System.Globalization;
using Integrations.Core.Linking;
using Integrations.Core.Linking.Calendars;
using Integrations.Core.Permissions;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Linking.Calendars;

/// <summary>A calendar that answers for the first week and not for the second.</summary>
public sealed class BrokenCalendarTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly Breakage _breakage = new();
    private readonly HubApp _hub;
    private Caller _ada = null!;
    private Guid _calendar;

    public BrokenCalendarTests() => _hub = new HubApp().Serving(services => services.AddSingleton<IStartupFilter>(_breakage));

    private static CalendarRange TwoWeeks => new(new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero), new DateTimeOffset(DateTime.UtcNow.Date.AddDays(14), TimeSpan.Zero));

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        _ada = await OAuthPerson.CallerOfAsync(_hub.Services, "admin@acme.test");
        _calendar = await OAuthPerson.ConnectAsync(_hub.Services, _ada, "google_calendar", SandboxAccounts.Ada, name: "Breaks");
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Import_VendorFailsInTheMiddle_KeepsWhatCameBefore_AndTellsWhatIsMissing()
    {
        var import = _hub.Services.GetRequiredService<MeetingImport>();
        var wanted = (await import.PreviewAsync(_ada, _calendar, TwoWeeks, None)).Value.Candidates.Where(c => c.State == ImportState.New).ToList();
        _breakage.From = TwoWeeks.From.AddDays(7);

        var outcome = (await import.ImportAsync(_ada, new ImportRequest(_calendar, TwoWeeks, [.. wanted.Select(c => c.Event.Id)]), None)).Value;
        var preview = (await import.PreviewAsync(_ada, _calendar, TwoWeeks, None)).Value;

        var early = wanted.Where(c => c.Event.Start < _breakage.From).Select(c => c.Event.Id).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(early);
        Assert.Equal(early, outcome.Imported.Order(StringComparer.Ordinal));
        Assert.Equal(wanted.Select(c => c.Event.Id).Except(early).Order(StringComparer.Ordinal), outcome.Missing.Order(StringComparer.Ordinal));
        Assert.NotEmpty(outcome.Missing);
        Assert.NotNull(outcome.Trouble);
        Assert.NotNull(preview.Trouble);
        Assert.All(preview.Candidates, candidate => Assert.True(candidate.Event.Start < _breakage.From));

        _breakage.From = null;
        var rest = (await import.ImportAsync(_ada, new ImportRequest(_calendar, TwoWeeks, outcome.Missing), None)).Value;
        Assert.Equal(outcome.Missing.Order(StringComparer.Ordinal), rest.Imported.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Matches_OneCalendarFails_TheOthersAreStillThere()
    {
        _breakage.From = DateTimeOffset.MinValue;
        var start = new DateTimeOffset(DateTime.UtcNow.Date.AddHours(10), TimeSpan.Zero);
        await _hub.Services.GetRequiredService<MeetingService>().CreateAsync(_ada, new MeetingDraft("Weekly product sync", start, start.AddMinutes(30)), None);
        await OAuthPerson.ConnectAsync(_hub.Services, _ada, "microsoft_outlook", SandboxAccounts.Ada, name: "Works");

        var found = (await _hub.Services.GetRequiredService<LikelyLinks>().FindAsync(_ada, TwoWeeks, None)).Value;

        Assert.Contains("Breaks", found.Troubles.Select(trouble => trouble.Name));
        Assert.DoesNotContain("Works", found.Troubles.Select(trouble => trouble.Name));
        Assert.Contains(found.Found, match => match.Source.Name == "Works" && match.Meeting.Title == "Weekly product sync");
    }

    /// <summary>Stands before the sandbox and refuses to list events of a time.</summary>
    private sealed class Breakage : IStartupFilter
    {
        public DateTimeOffset? From { get; set; }

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                var isBroken = From is { } from && context.Request.Path.Value!.Contains("/calendar/", StringComparison.Ordinal)
                    && DateTimeOffset.TryParse(context.Request.Query["timeMin"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var asked) && asked >= from;
                if (!isBroken)
                {
                    return rest(context);
                }

                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                context.Response.ContentType = "application/json";
                return context.Response.WriteAsync("""{"error":{"code":403,"message":"Not today","errors":[{"reason":"forbidden"}]}}""");
            });
            next(app);
        };
    }
}
