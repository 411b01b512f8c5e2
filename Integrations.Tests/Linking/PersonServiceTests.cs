using Integrations.Core.Linking;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Linking;

public sealed class PersonServiceTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private CoreHub _hub = null!;
    private PersonService _people = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await CoreHub.StartAsync();
        _people = _hub.Get<PersonService>();
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task List_IsByName_AndSearchesNameAddressAndTitle()
    {
        await AddAsync("Emi Tanaka", "emi@ours.test", "Engineer");
        await AddAsync("Ada Lindqvist", "ada@ours.test", "Product lead");

        Assert.Equal(["Ada Lindqvist", "Emi Tanaka"], await Names(null));
        Assert.Equal(["Emi Tanaka"], await Names("tanaka"));
        Assert.Equal(["Ada Lindqvist"], await Names("ADA@"));
        Assert.Equal(["Emi Tanaka"], await Names("engin"));
        Assert.Empty(await Names("_"));
    }

    [Fact, Proves("A1")]
    public async Task AnotherOrganizationsPerson_IsNeitherListedNorFound()
    {
        var ada = await AddAsync("Ada", null, null);

        Assert.Empty((await _people.ListAsync(_hub.Stranger, null, new PageRequest(), None)).Value.Items);
        Assert.Equal("person.not_found", (await _people.GetAsync(_hub.Stranger, ada.Id, None)).Failure?.Code);
        Assert.Equal("person.not_found", (await _people.UpdateAsync(_hub.Stranger, ada.Id, ada.Version, new PersonDraft("X"), None)).Failure?.Code);
        Assert.Equal("person.not_found", (await _people.DeleteAsync(_hub.Stranger, ada.Id, None)).Failure?.Code);
    }

    [Fact, Proves("RI2")]
    public async Task Update_WithAnOldVersion_IsStale()
    {
        var ada = await AddAsync("Ada", null, null);
        await _people.UpdateAsync(_hub.User, ada.Id, ada.Version, new PersonDraft("Ada L."), None);

        Assert.Equal(FailureKind.Stale, (await _people.UpdateAsync(_hub.User, ada.Id, ada.Version, new PersonDraft("Ada M."), None)).Failure?.Kind);
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("Ada <ada@ours.test>")]
    [InlineData("ada@")]
    public async Task Create_WithSomethingElseThanAnAddress_IsRefused(string email)
    {
        Assert.Contains("email", (await _people.CreateAsync(_hub.User, new PersonDraft("Ada") { Email = email }, None)).Failure!.Fields!);
    }

    [Fact]
    public async Task Delete_PersonInAMeeting_LeavesTheMeeting()
    {
        var ada = await AddAsync("Ada", null, null);
        var meetings = _hub.Get<MeetingService>();
        var start = _hub.Clock.GetUtcNow();
        var meeting = (await meetings.CreateAsync(_hub.User, new MeetingDraft("Sync", start, start.AddHours(1)) { Attendees = [ada.Id] }, None)).Value;

        Assert.True((await _people.DeleteAsync(_hub.User, ada.Id, None)).IsSuccess);

        Assert.Empty((await meetings.GetAsync(_hub.User, meeting.Id, None)).Value.Attendees);
    }

    private async Task<PersonDetails> AddAsync(string name, string? email, string? jobTitle) =>
        (await _people.CreateAsync(_hub.User, new PersonDraft(name) { Email = email, JobTitle = jobTitle }, None)).Value;

    private async Task<IEnumerable<string>> Names(string? text) =>
        (await _people.ListAsync(_hub.User, text, new PageRequest(), None)).Value.Items.Select(row => row.Name);
}
