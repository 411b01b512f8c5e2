using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Core.Actions;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Google;
using Integrations.Tests.Contracts;

namespace Integrations.Tests.Connectors.GoogleMeet;

public sealed class GoogleMeetConnectorTests : ConnectorSuite
{
    // The room of the weekly meeting: the same on every start, and used several times.
    private static readonly string WeeklyRoom = GoogleWorld.Create(SandboxAccounts.Ada, DateTimeOffset.UtcNow)
        .Conferences.GroupBy(held => held.Room.Code, StringComparer.Ordinal).MaxBy(room => room.Count())!.Key;

    protected override string Provider => "google_meet";

    protected override string SearchText => WeeklyRoom;

    protected override string UnknownId => "conf:0f8c3f0e-unknown";

    // Everything: an empty object is a good answer of Meet's own lists.
    protected override string ApiPrefix => "";

    [Fact]
    public async Task Search_ByLink_GivesTheRoomAndWhatWasHeldThere()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var found = Succeeds(await Search(session, new EntityQuery($"see https://meet.google.com/{WeeklyRoom}?hs=1", 20)));

        Assert.Equal(("space", $"https://meet.google.com/{WeeklyRoom}"), (found.Items[0].Type, found.Items[0].JoinUrl));
        Assert.True(found.Items.Count > 3);
        Assert.All(found.Items.Skip(1), item => Assert.Equal(("conference", found.Items[0].Id), (item.Type, item.Text("space"))));
    }

    [Fact]
    public async Task Search_WithinDates_GivesTheLatestFirst()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var (start, end) = (DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(-3));

        var found = Succeeds(await Search(session, new EntityQuery(null, 100) { Start = start, End = end }));

        Assert.NotEmpty(found.Items);
        Assert.All(found.Items, item => Assert.True(item.Start >= start.AddSeconds(-1) && item.Start < end));
        Assert.Equal(found.Items.Select(item => item.Start).OrderDescending(), found.Items.Select(item => item.Start));
    }

    [Fact]
    public async Task CreateSpace_IsFoundByItsCode()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var outcome = Succeeds(await Actions.RunAsync(session, "create_space", JsonElement.Parse("""{"accessType":"RESTRICTED","moderation":true}"""), CancellationToken.None));

        var found = Assert.Single(Succeeds(await Search(session, new EntityQuery((string?)outcome.Output["meetingCode"], 5))).Items);
        Assert.Equal(outcome.Entity!.Id, found.Id);
        Assert.Equal("RESTRICTED", found.Text("accessType"));
        Assert.Equal(found.Title, Succeeds(await ((IGetEntity)Bench.Connector).GetAsync(session, found.Id, CancellationToken.None)).Title);
    }

    [Fact, Proves("R8")]
    public async Task CreateSpace_ServerError_IsNotRepeated()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Bench.Server.State.AnswerNext("meet.googleapis.com/v2/spaces", 500, """{"error":{"code":500,"message":"Internal error encountered.","status":"INTERNAL"}}""", times: 5);

        var result = await Actions.RunAsync(session, "create_space", JsonElement.Parse("{}"), CancellationToken.None);

        Assert.Equal(FailureKind.VendorUnavailable, result.Failure?.Kind);
        Assert.Single(Bench.Server.State.Requests, request => request.Host == "meet.googleapis.com");
    }

    [Fact]
    public async Task Search_WithoutTheWiderPermission_SeesOnlyItsOwnRooms()
    {
        using var session = await Bench.SignInAsync(SandboxAccounts.Ada, scopes: scope => !scope.Optional);

        Assert.Empty(Succeeds(await Search(session, new EntityQuery(WeeklyRoom, 5))).Items);
        var outcome = Succeeds(await Actions.RunAsync(session, "create_space", JsonElement.Parse("{}"), CancellationToken.None));
        Assert.Single(Succeeds(await Search(session, new EntityQuery(outcome.Entity!.JoinUrl, 5))).Items);
    }

    [Fact]
    public void KnownActions_AcceptTheirOwnParameters()
    {
        var schema = Assert.Single(Actions.KnownActions).Parameters;

        Assert.Null(ParameterSchema.Check(schema, JsonElement.Parse("""{"accessType":"OPEN"}""")));
        Assert.NotNull(ParameterSchema.Check(schema, JsonElement.Parse("""{"accessType":"everyone"}""")));
    }

    [Fact]
    public async Task Contract_EveryCall_FitsGooglesDiscoveryDocuments()
    {
        var contract = Contract.Open("google-meet.discovery.json", "google-oauth2.discovery.json");
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));
        var found = Succeeds(await Search(session, new EntityQuery(WeeklyRoom, 5) { Start = DateTimeOffset.UtcNow.AddDays(-29), End = DateTimeOffset.UtcNow }));
        foreach (var item in found.Items.Append(found.Items[0] with { Id = UnknownId }))
        {
            await ((IGetEntity)Bench.Connector).GetAsync(session, item.Id, CancellationToken.None);
        }

        Succeeds(await Actions.RunAsync(session, "create_space", JsonElement.Parse("""{"accessType":"TRUSTED","entryPointAccess":"ALL","moderation":false}"""), CancellationToken.None));

        contract.Verify(Bench.Recorder.Exchanges);
        contract.Covers(Bench.Recorder.Exchanges, "GET /oauth2/v2/userinfo", "GET /v2/conferenceRecords", "GET /v2/{+name}", "POST /v2/spaces");
    }

    private IRunActions Actions => (IRunActions)Bench.Connector;
}
