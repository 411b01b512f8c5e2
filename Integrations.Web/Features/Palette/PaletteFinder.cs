using Integrations.Core.Catalog;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Components.Layout;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Connections;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Palette;

/// <summary>What the command palette offers for some words: pages, acts, and the hub's own things. Core decides what the person may see of them.</summary>
public sealed class PaletteFinder(InstanceService instances, MeetingService meetings, PersonService people, CatalogService catalog, CurrentCaller caller)
{
    private const int OfEach = 4;

    /// <summary>So many letters of "Connect" are meant as that.</summary>
    private const int LeastOfVerb = 3;

    private static readonly PageRequest Few = new(OfEach);

    private Caller Me => caller.Value;

    /// <summary>Without words: where one can go.</summary>
    public async Task<IReadOnlyList<PaletteHit>> FindAsync(string words, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        if (words.Length == 0)
        {
            return [.. Pages(), .. Acts()];
        }

        var pages = Pages().Where(hit => IsMeant(hit, words));
        var acts = Acts().Where(hit => IsMeant(hit, words));
        var (connects, providers) = await ProvidersAsync(words, cancellationToken);
        return
        [
            // What was asked for by its verb comes first; else what is there comes before what could be added.
            .. pages, .. acts, .. providers.Count == 0 ? connects : [],
            .. await InstancesAsync(words, cancellationToken),
            .. await MeetingsAsync(words, zone, cancellationToken),
            .. await PeopleAsync(words, cancellationToken),
            .. providers, .. providers.Count > 0 ? connects : [],
            new PaletteHit(Text.T("Search"), "search", Text.T("Search everything connected for '{0}'", words), null, $"/search?q={Uri.EscapeDataString(words)}"),
        ];
    }

    private static bool IsMeant(PaletteHit hit, string words) => Tokens(words).All(token => TextMatch.Contains(hit.Title, token));

    private static string[] Tokens(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private IEnumerable<PaletteHit> Pages()
    {
        var entries = NavigationEntry.ForEveryone.Concat(Me.IsTenantAdmin ? NavigationEntry.ForAdministrators : []).Concat(Me.IsSuperAdmin ? NavigationEntry.ForSuperAdministrators : []);
        return entries.Select(entry => new PaletteHit(Text.T("Pages"), entry.Icon, entry.Name, null, entry.Address))
            .Append(new PaletteHit(Text.T("Pages"), "person", Text.T("Your account"), null, "/account"));
    }

    private IEnumerable<PaletteHit> Acts()
    {
        var group = Text.T("Actions");
        if (Me.OrganizationId is not null)
        {
            yield return new(group, "event", Text.T("New meeting"), null, "/meetings/new");
            yield return new(group, "person", Text.T("New person"), null, "/people/new");
            yield return new(group, "key", Text.T("Create token"), null, "/tokens/new");
        }

        if (Me.IsTenantAdmin)
        {
            yield return new(group, "webhook", Text.T("Add webhook"), null, "/webhooks/new");
            yield return new(group, "manage_accounts", Text.T("Invite a member"), null, "/members/invite");
        }

        if (Me.IsSuperAdmin)
        {
            yield return new(group, "domain", Text.T("Create organization"), null, "/organizations/new");
        }
    }

    /// <summary>"github" and "connect github" mean the same provider; the second says what is to be done with it.</summary>
    private async Task<(IReadOnlyList<PaletteHit> Connects, IReadOnlyList<PaletteHit> Providers)> ProvidersAsync(string words, CancellationToken cancellationToken)
    {
        var verb = Text.T("Connect");
        var (verbs, names) = (Tokens(words).Where(IsVerb).ToList(), string.Join(' ', Tokens(words).Where(token => !IsVerb(token))));
        var found = await catalog.ListOfferedAsync(Me, new ProviderFilter(Search: names.Length == 0 ? null : names), Few, cancellationToken);
        if (!found.TryGet(out var page, out _))
        {
            return ([], []);
        }

        return
        (
            [.. page.Items.Where(entry => entry.Connector is not null && ConnectChoice.For(entry, Me).Count > 0)
                .Select(entry => new PaletteHit(verbs.Count > 0 ? Text.T("Actions") : Text.T("Catalog"), "link", Text.T("Connect {0}", entry.DisplayName), null, null, entry))],
            verbs.Count > 0 ? [] : [.. page.Items.Select(entry => new PaletteHit(Text.T("Catalog"), "apps", entry.DisplayName, Text.T("Provider"), $"/catalog/{entry.Key}"))]
        );

        bool IsVerb(string token) => token.Length >= LeastOfVerb && verb.StartsWith(token, StringComparison.CurrentCultureIgnoreCase);
    }

    private async Task<IEnumerable<PaletteHit>> InstancesAsync(string words, CancellationToken cancellationToken) =>
        (await instances.ListAsync(Me, new InstanceFilter(Search: words), Few, cancellationToken)).Match<IEnumerable<PaletteHit>>(
            page => page.Items.Select(view => new PaletteHit(Text.T("Integrations"), "hub", view.Name, view.ProviderName, $"/integrations/{view.Id}")), _ => []);

    private async Task<IEnumerable<PaletteHit>> MeetingsAsync(string words, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        (await meetings.ListAsync(Me, new MeetingFilter(words), Few, cancellationToken)).Match<IEnumerable<PaletteHit>>(
            page => page.Items.Select(meeting => new PaletteHit(
                Text.T("Meetings"), "event", Titles.Shown(meeting.Title), $"{Times.ShortDay(zone.Day(meeting.StartsAt))}, {zone.Range(meeting.StartsAt, meeting.EndsAt)}", $"/meetings/{meeting.Id}")),
            _ => []);

    private async Task<IEnumerable<PaletteHit>> PeopleAsync(string words, CancellationToken cancellationToken) =>
        (await people.ListAsync(Me, words, Few, cancellationToken)).Match<IEnumerable<PaletteHit>>(
            page => page.Items.Select(person => new PaletteHit(
                Text.T("People"), "person", person.Name, TextDirection.Join(" · ", new[] { person.JobTitle, person.Email }.OfType<string>()), $"/people/{person.Id}")),
            _ => []);
}
