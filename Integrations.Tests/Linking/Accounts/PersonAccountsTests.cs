using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Linking.Accounts;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Connectors;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Linking.Accounts;

/// <summary>People of the address book and their accounts in Slack, which lists everyone, and in Jira, which is asked for each and hides addresses.</summary>
public sealed class PersonAccountsTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private VendorBench _vendor = null!;
    private CoreHub _hub = null!;
    private Guid _slack;
    private Guid _jira;

    private PersonAccounts Accounts => _hub.Get<PersonAccounts>();

    private AccountRefusals Refusals => _hub.Get<AccountRefusals>();

    public async ValueTask InitializeAsync()
    {
        _vendor = await VendorBench.StartAsync("slack");
        _hub = await CoreHub.StartAsync(vendors: _vendor.Server);
        _slack = await OAuthPerson.ConnectAsync(_hub.Services, _hub.Admin, "slack", SandboxAccounts.Ada, name: "Chat");
        _jira = await OAuthPerson.ConnectAsync(_hub.Services, _hub.Admin, "jira", SandboxAccounts.Ada, name: "Tickets");
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _vendor.DisposeAsync();
    }

    [Fact]
    public async Task Find_ByAddress_IsLikely_AndAnotherAddressOfTheSameNameIsDoubtful()
    {
        var ben = await PersonAsync("Ben Okafor", "BEN@acme.test");
        var chiara = await PersonAsync("Chiara Rossi", "rossi@private.test");
        await PersonAsync("Zoe Zander", "zoe@nowhere.test");
        await PersonAsync("Emi Tanaka", null);

        var found = await FindAsync();

        Assert.Equal((3, 3, 2), (found.People, found.Total, found.Systems));
        Assert.Empty(found.Troubles);
        var (chat, tickets) = (found.Found.Single(match => match.Person.Id == ben && match.Source.IntegrationId == _slack), found.Found.Single(match => match.Person.Id == ben && match.Source.IntegrationId == _jira));
        Assert.Equal((true, AccountEvidence.SameAddress), (chat.IsLikely, chat.Evidence[0]));
        // Jira hides Ben's address, and found him by it.
        Assert.True(tickets.IsLikely);
        Assert.Equal([AccountEvidence.FoundByAddress, AccountEvidence.SameName], tickets.Evidence);
        Assert.All(found.Found.Where(match => match.Person.Id == chiara), match => Assert.False(match.IsLikely));
        Assert.Contains(found.Found, match => match.Person.Id == chiara && match.Source.IntegrationId == _jira && match.Evidence.SequenceEqual([AccountEvidence.SameName]));
        Assert.DoesNotContain(found.Found, match => match.Person.Name is "Zoe Zander" or "Emi Tanaka");
    }

    [Fact]
    public async Task Accept_LinksForEveryone_Once_AndTheyAreNotProposedAgain()
    {
        var ben = await PersonAsync("Ben Okafor", "ben@acme.test");
        var likely = (await FindAsync()).Found.Where(match => match.IsLikely).ToList();

        var accepted = (await Accounts.AcceptAsync(_hub.Admin, likely, None)).Value;
        var again = (await Accounts.AcceptAsync(_hub.Admin, likely, None)).Value;

        Assert.Equal((2, 0), (accepted.Links.Count, accepted.Troubles.Count));
        Assert.Equal(accepted.Links.Order(), again.Links.Order());
        Assert.Equal(2, (await _hub.Get<LinkService>().GetEntityIntegrationLinksAsync(_hub.User, EntityTypes.Person, ben, None)).Value.Count);
        Assert.Equal(2, await _hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == "link.created")));
        Assert.Equal((0, 0), ((await FindAsync()).Total, (await FindAsync()).Found.Count));
    }

    [Fact]
    public async Task AccountThatIsSomeonesAlready_IsNotProposedForAnother()
    {
        await PersonAsync("Ben Okafor", "ben@acme.test");
        await Accounts.AcceptAsync(_hub.Admin, (await FindAsync()).Found, None);
        await PersonAsync("Ben Okafor", "ben@elsewhere.test");

        Assert.Empty((await FindAsync()).Found);
    }

    [Fact]
    public async Task AccountOfTwoPeopleWithOneAddress_IsLikelyForNeither()
    {
        await PersonAsync("Ben Okafor", "ben@acme.test");
        await PersonAsync("Ben at work", "ben@acme.test");

        Assert.All((await FindAsync()).Found.Where(match => match.Source.IntegrationId == _slack), match => Assert.False(match.IsLikely));
    }

    [Fact]
    public async Task Refused_IsKept_UntilItIsTakenBack_AndIsAudited()
    {
        var ben = await PersonAsync("Ben Okafor", "ben@acme.test");
        var match = (await FindAsync()).Found.Single(one => one.Source.IntegrationId == _slack);

        var refused = (await Refusals.RefuseAsync(_hub.Admin, match, None)).Value;
        Assert.Equal(refused, (await Refusals.RefuseAsync(_hub.Admin, match, None)).Value);

        Assert.DoesNotContain((await FindAsync()).Found, one => one.Source.IntegrationId == _slack);
        var row = Assert.Single((await Refusals.ListAsync(_hub.Admin, new PageRequest(), None)).Value.Items);
        Assert.Equal((ben, "Ben Okafor", "Chat", match.Account.Title), (row.PersonId, row.Person, row.Integration, row.Account));

        Assert.True((await Refusals.TakeBackAsync(_hub.Admin, refused, None)).IsSuccess);
        Assert.True((await Refusals.TakeBackAsync(_hub.Admin, refused, None)).IsSuccess);
        Assert.Contains((await FindAsync()).Found, one => one.Source.IntegrationId == _slack);
        var actions = await _hub.WithDatabaseAsync(db => db.AuditEntries.Where(entry => entry.Action.StartsWith("person.account")).OrderBy(entry => entry.Sequence).Select(entry => entry.Action).ToListAsync());
        Assert.Equal(["person.account_refused", "person.account_refusal_ended"], actions);
    }

    [Fact]
    public async Task Refused_GoesWithThePerson()
    {
        var ben = await PersonAsync("Ben Okafor", "ben@acme.test");
        await Refusals.RefuseAsync(_hub.Admin, (await FindAsync()).Found[0], None);

        await _hub.Get<PersonService>().DeleteAsync(_hub.Admin, ben, None);

        Assert.Equal(0, (await Refusals.ListAsync(_hub.Admin, new PageRequest(), None)).Value.Total);
    }

    [Fact]
    public async Task OnesOwnConnection_IsNotAsked()
    {
        await PersonAsync("Ben Okafor", "ben@acme.test");
        await OAuthPerson.ConnectAsync(_hub.Services, _hub.Admin, "jira", SandboxAccounts.Ada, InstanceLevel.User, "Mine");

        Assert.Equal(2, (await FindAsync()).Systems);
    }

    [Fact]
    public async Task SystemThatFails_IsTold_AndTheOthersCount()
    {
        await PersonAsync("Ben Okafor", "ben@acme.test");
        _vendor.Server.State.AnswerNext("slack.com/api/users.list", 503, times: 100);

        var found = await FindAsync();

        Assert.Equal(("Chat", 2), (Assert.Single(found.Troubles).Name, found.Systems));
        Assert.Equal(_jira, Assert.Single(found.Found).Source.IntegrationId);
    }

    [Fact, Proves("A1")]
    public async Task AnotherOrganization_FindsLinksAndRefusesNothingOfOurs()
    {
        await PersonAsync("Ben Okafor", "ben@acme.test");
        var ours = (await FindAsync()).Found;
        var refused = (await Refusals.RefuseAsync(_hub.Admin, ours[0], None)).Value;

        Assert.Equal((0, 0), ((await Accounts.FindAsync(_hub.Stranger, 0, None)).Value.People, (await Refusals.ListAsync(_hub.Stranger, new PageRequest(), None)).Value.Total));
        Assert.All((await Accounts.AcceptAsync(_hub.Stranger, ours, None)).Value.Troubles, trouble => Assert.Equal("person.not_found", trouble.Failure.Code));
        Assert.Equal("person.not_found", (await Refusals.RefuseAsync(_hub.Stranger, ours[1], None)).Failure?.Code);
        await Refusals.TakeBackAsync(_hub.Stranger, refused, None);
        Assert.Equal(1, (await Refusals.ListAsync(_hub.Admin, new PageRequest(), None)).Value.Total);
    }

    [Fact, Proves("A7", "I1")]
    public async Task MembersReadingTokensAndWrongRequests_AreRefused()
    {
        await PersonAsync("Ben Okafor", "ben@acme.test");
        var match = (await FindAsync()).Found[0];
        foreach (var caller in new[] { _hub.User, _hub.Admin with { Scopes = TokenScopes.Read | TokenScopes.Admin } })
        {
            Assert.Equal("permission_denied", (await Accounts.FindAsync(caller, 0, None)).Failure?.Code);
            Assert.Equal("permission_denied", (await Accounts.AcceptAsync(caller, [match], None)).Failure?.Code);
            Assert.Equal("permission_denied", (await Refusals.RefuseAsync(caller, match, None)).Failure?.Code);
            Assert.Equal("permission_denied", (await Refusals.TakeBackAsync(caller, Guid.NewGuid(), None)).Failure?.Code);
            Assert.Equal("permission_denied", (await Refusals.ListAsync(caller, new PageRequest(), None)).Failure?.Code);
        }

        Assert.Contains("matches", (await Accounts.AcceptAsync(_hub.Admin, [], None)).Failure!.Fields!);
        Assert.NotNull((await Accounts.FindAsync(_hub.Admin, -1, None)).Failure);
    }

    private async Task<AccountMatches> FindAsync() => (await Accounts.FindAsync(_hub.Admin, 0, None)).Value;

    private async Task<Guid> PersonAsync(string name, string? email) => (await _hub.Get<PersonService>().CreateAsync(_hub.Admin, new PersonDraft(name) { Email = email }, None)).Value.Id;
}
