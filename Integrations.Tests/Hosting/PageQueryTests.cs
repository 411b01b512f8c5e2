using Integrations.Core.Activity;
using Integrations.Core.Bulk;
using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Hosting;

/// <summary>No page runs a query per row: five rows cost as many queries as fifty.</summary>
public sealed class PageQueryTests(HubApp hub) : IClassFixture<HubApp>
{
    private const int Few = 5;
    private const int Many = 50;
    private const int Rounds = 5;
    private const int MostRounds = 100;

    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly string[] OfAdministrators =
    [
        "/", "/catalog", "/integrations", "/integrations/batches", "/connections", "/meetings", "/people", "/activity", "/audit", "/webhooks", "/webhooks/deliveries", "/tokens", "/members", "/search",
    ];

    private static readonly string[] OfSuperAdministrators = ["/providers", "/organizations"];

    [Fact]
    public async Task Pages_OfFiftyRows_AskAsOftenAsThoseOfFive()
    {
        using var admin = await hub.SignedInAsync("admin@acme.test");
        using var super = await hub.SignedInAsync("super@demo.test");
        var caller = await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");
        var instance = (await Get<InstanceService>().CreateAsync(caller, New("Asked"), None)).Value.Id;
        var webhook = (await Get<WebhookEndpointService>().CreateAsync(caller, new() { Name = "Asked", Url = "https://ops.example/hook", Events = [EventTypes.SyncFailed] }, None)).Value.Endpoint.Id;
        string[] pages = [.. OfAdministrators, $"/integrations/{instance}/activity", $"/webhooks/{webhook}"];
        using var queries = await QueryCount.OfAsync(hub.Services);

        await FillAsync(caller, instance, webhook, 1, Few);
        var few = await CountAsync(queries, admin, pages, super);
        await FillAsync(caller, instance, webhook, Few + 1, Many);
        var many = await CountAsync(queries, admin, pages, super, few);

        Console.WriteLine("Queries per page of 50 rows: " + string.Join(", ", many.Select(page => $"{page.Key.Replace(instance.ToString(), "{id}", StringComparison.Ordinal).Replace(webhook.ToString(), "{id}", StringComparison.Ordinal)} {page.Value}")));
        Assert.All(many, page => Assert.True(page.Value > 0 || page.Key is "/catalog" or "/providers" or "/search", $"{page.Key} asked nothing: it was not rendered."));
        Assert.All(many, page => Assert.True(page.Value <= few[page.Key], $"{page.Key}: {few[page.Key]} queries with {Few} rows, {page.Value} with {Many}"));
    }

    /// <summary>Rows of every kind, and a link on every meeting and person, because those are what a careless list would look up one by one.</summary>
    private async Task FillAsync(Caller admin, Guid instance, Guid webhook, int from, int to)
    {
        var now = DateTimeOffset.UtcNow;
        var super = await OAuthPerson.CallerOfAsync(hub.Services, "super@demo.test");
        for (var number = from; number <= to; number++)
        {
            var person = await Get<PersonService>().CreateAsync(admin, new PersonDraft($"Person {number}") { Email = $"person{number}@acme.test" }, None);
            await DoneAsync(Get<MeetingService>().CreateAsync(admin, new MeetingDraft($"Meeting {number}", now.AddHours(1), now.AddHours(2)) { Attendees = [person.Value.Id] }, None));
            await DoneAsync(Get<InstanceService>().CreateAsync(admin, New($"Integration {number}"), None));
            await DoneAsync(Get<InstanceService>().CreateAsync(admin, new NewInstance("github", InstanceLevel.User, new InstanceChanges { Name = $"Own {number}" }), None));
            await DoneAsync(Get<WebhookEndpointService>().CreateAsync(admin, new() { Name = $"Webhook {number}", Url = "https://ops.example/hook", Events = [EventTypes.SyncFailed] }, None));
            await DoneAsync(Get<WebhookEndpointService>().SendTestAsync(admin, webhook, None));
            await DoneAsync(Get<ApiTokenService>().CreatePersonalAsync(admin with { AuthenticatedAt = now }, new NewApiToken($"Token {number}", TokenScopes.Read), None));
            await DoneAsync(Get<MemberService>().InviteAsync(admin, new NewMember($"member{number}@acme.test", $"Member {number}", Role.User), None));
            await DoneAsync(Get<OrganizationService>().CreateAsync(super, new NewOrganization($"Organization {number}", Plans.Free, new NewMember($"boss{number}@elsewhere.test", "Boss", Role.TenantAdmin)), None));
            await DoneAsync(Get<BatchService>().StartAsync(admin, BatchAction.Test, [instance], None));
            var log = Get<ActivityLog>();
            await log.RecordAsync(log.Entry(admin, admin.OrganizationId!.Value, instance, isPrivate: false, ActivityTypes.Test, TimeSpan.FromMilliseconds(5)), None);
        }
    }

    /// <param name="queries">Of the hub's database.</param>
    /// <param name="admin">Asks for <paramref name="pages"/>.</param>
    /// <param name="pages">Of an administrator.</param>
    /// <param name="super">Asks for the others.</param>
    /// <param name="expected">How many there were before. What fifty rows set going asks for a while: a page is asked for until no one asked beside it.</param>
    private async Task<Dictionary<string, int>> CountAsync(
        QueryCount queries, HttpClient admin, IEnumerable<string> pages, HttpClient super, Dictionary<string, int>? expected = null)
    {
        var fewest = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (page, client) in pages.Select(page => (page, admin)).Concat(OfSuperAdministrators.Select(page => (page, super))))
        {
            for (var round = 0; round < Rounds || (round < MostRounds && fewest[page] > expected?[page]); round++)
            {
                // The fewest of several rounds: what background work asks meanwhile is not the page's.
                var start = queries.Value;
                using var answer = await client.GetAsync(new Uri(page, UriKind.Relative));
                Assert.True(answer.IsSuccessStatusCode, $"{page}: {answer.StatusCode}");
                fewest[page] = Math.Min(fewest.GetValueOrDefault(page, int.MaxValue), queries.Value - start);
            }
        }

        return fewest;
    }

    private static NewInstance New(string name) => new("github", InstanceLevel.Organization, new InstanceChanges { Name = name });

    private static async Task DoneAsync<T>(Task<Result<T>> act)
    {
        var result = await act;
        Assert.True(result.IsSuccess, result.Failure?.ToString());
    }

    private T Get<T>()
        where T : notnull => hub.Services.GetRequiredService<T>();
}
