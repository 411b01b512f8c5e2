using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Contracts;

namespace Integrations.Tests.Connectors;

/// <summary>What holds for connectors that can do everything: search by type and date, get, act, sync, and keep to the vendor's description.</summary>
public abstract class IssueTrackerSuite : ConnectorSuite
{
    /// <summary>Files of the vendor's description.</summary>
    protected abstract IReadOnlyList<string> Descriptions { get; }

    /// <summary>Operations of the description that the connector uses, sign-in included: <c>GET /user</c>.</summary>
    protected abstract IReadOnlyList<string> Operations { get; }

    /// <summary>Entity types that have dates.</summary>
    protected abstract IReadOnlyList<string> DatedTypes { get; }

    protected ISearchEntities Searching => (ISearchEntities)Bench.Connector;

    protected IGetEntity Getting => (IGetEntity)Bench.Connector;

    protected IRunActions Acting => (IRunActions)Bench.Connector;

    protected ISyncEntities Syncing => (ISyncEntities)Bench.Connector;

    [Fact]
    public async Task Connect_EachWay_WorksAndTellsWhoseAccountItIs()
    {
        foreach (var method in Bench.Manifest.Auth)
        {
            using var session = await ConnectAsync(SandboxAccounts.Ada, method.Kind);

            var account = Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));

            Assert.Contains("Ada", account.Name, StringComparison.Ordinal);
            Assert.NotEmpty(Succeeds(await Search(session, new EntityQuery(SearchText, 3))).Items);
        }
    }

    [Fact]
    public async Task Search_OneEntityType_GivesOnlyThat_AndEachCanBeReadAgain()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        foreach (var type in Bench.Manifest.Entities.Select(entity => entity.Name))
        {
            var page = Succeeds(await Search(session, new EntityQuery(TextFor(type), 5) { EntityTypes = [type] }));

            Assert.NotEmpty(page.Items);
            Assert.All(page.Items, item => Assert.Equal(type, item.Type));
            Assert.All(page.Items, item => Assert.NotNull(item.Url));
            var again = Succeeds(await Getting.GetAsync(session, page.Items[0].Id, CancellationToken.None));
            Assert.Equal((page.Items[0].Id, page.Items[0].Type), (again.Id, again.Type));
        }
    }

    [Fact]
    public async Task Search_Dates_NarrowToTheWindow()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var (start, end) = (DateTimeOffset.UtcNow.AddDays(-60), DateTimeOffset.UtcNow.AddDays(-10));
        foreach (var type in DatedTypes)
        {
            var page = Succeeds(await Search(session, new EntityQuery(null, 100) { EntityTypes = [type], Start = start, End = end }));

            Assert.NotEmpty(page.Items);
            Assert.All(page.Items, item => Assert.InRange(item.UpdatedAt!.Value, start.AddMinutes(-1), end.AddMinutes(1)));
        }
    }

    [Fact]
    public async Task Search_HugeAccount_PageByPage_GivesEachThingOnce()
    {
        using var session = await ConnectAsync(SandboxAccounts.Huge);
        var seen = new List<string>();
        string? cursor = null;
        for (var pages = 0; pages < 4; pages++)
        {
            var page = Succeeds(await Search(session, new EntityQuery(null, 30) { EntityTypes = ["issue"], Cursor = cursor }));
            seen.AddRange(page.Items.Select(item => item.Id));
            cursor = page.NextCursor;
        }

        Assert.NotNull(cursor);
        Assert.Equal(120, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(120, seen.Count);
    }

    [Fact]
    public async Task Search_AwkwardText_NeverFails()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        foreach (var text in new[] { "\"", "(((", "a AND OR NOT", "' OR 1=1 --", "*", "?", "\\", "é ü 漢字 🎉", "a:b:c", "[x]{y}", "%00", "ABC-99999", new string('x', 3_000) })
        {
            Succeeds(await Search(session, new EntityQuery(text, 5)));
        }
    }

    [Fact]
    public void Actions_Known_HaveWholeSchemas()
    {
        Assert.NotEmpty(Acting.KnownActions);
        foreach (var action in Acting.KnownActions)
        {
            Assert.Matches("^[a-z][a-z0-9_]*$", action.Name);
            Assert.EndsWith(".", action.Description, StringComparison.Ordinal);
            Assert.Equal("object", action.Parameters.GetProperty("type").GetString());
            var properties = action.Parameters.GetProperty("properties");
            Assert.All(properties.EnumerateObject(), p => Assert.True(p.Value.TryGetProperty("type", out _) && p.Value.TryGetProperty("title", out _), p.Name));
            Assert.All(action.Parameters.GetProperty("required").EnumerateArray(), name => Assert.True(properties.TryGetProperty(name.GetString()!, out _)));
        }
    }

    [Fact]
    public async Task Actions_Each_IsDoneAtTheVendor()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        foreach (var action in Succeeds(await Acting.ListActionsAsync(session, CancellationToken.None)).Select(action => action.Name))
        {
            var outcome = Succeeds(await RunAsync(session, action));

            Assert.NotEmpty(outcome.Output);
            await DoneAsync(session, action, outcome);
        }
    }

    [Fact]
    public async Task Actions_UnknownOrWithoutParameters_AreRefused()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        foreach (var action in Acting.KnownActions.Select(known => known.Name).Append("no_such_action"))
        {
            Assert.NotNull((await Acting.RunAsync(session, action, JsonElement.Parse("{}"), CancellationToken.None)).Failure);
        }
    }

    [Fact]
    public async Task Sync_FirstAll_ThenOnlyWhatChanged()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var (all, cursor) = await PullAllAsync(session, "issue", null);
        Assert.NotEmpty(all);
        Assert.All(all, change => Assert.Equal("issue", change.Entity?.Type));

        var changed = Succeeds(await RunAsync(session, Acting.KnownActions[0].Name)).Entity!.Id;
        var (later, _) = await PullAllAsync(session, "issue", cursor);

        Assert.Contains(later, change => change.ExternalId == changed);
        Assert.True(later.Count < all.Count, $"{later.Count} of {all.Count}");
    }

    [Fact]
    public async Task Sync_ForgedCursor_StartsOver()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        foreach (var cursor in new[] { "x", "", "bm90IGpzb24", "eyJzaW5jZSI6Im5ldmVyIn0", "https://evil.example/delta" })
        {
            Assert.True(Succeeds(await Syncing.PullAsync(session, "issue", cursor, CancellationToken.None)).Restart);
        }
    }

    [Fact]
    public async Task Contract_EverythingSentAndAnswered_FitsTheVendorsDescription()
    {
        var contract = Adjust(Contract.Open([.. Descriptions]));
        Bench.RecordsSignIn = true;
        await Connect_EachWay_WorksAndTellsWhoseAccountItIs();
        await Search_OneEntityType_GivesOnlyThat_AndEachCanBeReadAgain();
        await Search_Dates_NarrowToTheWindow();
        await Actions_Each_IsDoneAtTheVendor();
        await Sync_FirstAll_ThenOnlyWhatChanged();
        await Revoked_IsACredentialRefusal();
        await RateLimited_TellsHowLongToWait();
        await Failing_IsUnavailable();

        contract.Verify(Bench.Recorder.Exchanges);
        contract.Covers(Bench.Recorder.Exchanges, Operations);
    }

    /// <summary>Says what lies outside the description.</summary>
    private protected virtual Contract Adjust(Contract contract) => contract;

    /// <summary>A text that finds things of one type; null for "anything".</summary>
    protected virtual string? TextFor(string entityType) => null;

    /// <summary>Parameters with which an action can be run on the account.</summary>
    protected abstract Task<object> ParametersAsync(VendorSession session, string action);

    /// <summary>Looks at the vendor whether the action had its effect.</summary>
    protected abstract Task DoneAsync(VendorSession session, string action, ActionOutcome outcome);

    protected override Task<VendorSession> ConnectAsync(SandboxAccount account) => ConnectAsync(account, AuthKinds.OAuth2);

    protected Task<VendorSession> ConnectAsync(SandboxAccount account, string kind, params (string Name, string Value)[] settings) =>
        Bench.ConnectAsync(account, kind, settings.ToDictionary(s => s.Name, s => s.Value, StringComparer.Ordinal));

    protected async Task<Result<ActionOutcome>> RunAsync(VendorSession session, string action) =>
        await Acting.RunAsync(session, action, JsonSerializer.SerializeToElement(await ParametersAsync(session, action)), CancellationToken.None);
}
