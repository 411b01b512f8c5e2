using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;

namespace Integrations.Tests.Connectors;

/// <summary>What every connector must do, whatever its vendor; run per connector against its sandbox vendor.</summary>
public abstract class ConnectorSuite : IAsyncLifetime
{
    private VendorBench? _bench;

    internal VendorBench Bench => _bench!;

    /// <summary>A provider file that the suite is run over in the place of the connector; null for the connector itself.</summary>
    internal ProviderFile? Instead { get; init; }

    protected abstract string Provider { get; }

    /// <summary>Searched for in the healthy account; must match some things and not all.</summary>
    protected abstract string SearchText { get; }

    /// <summary>An id of the right shape that does not exist; null for a connector that cannot read one thing.</summary>
    protected abstract string? UnknownId { get; }

    /// <summary>The beginning of the vendor's API addresses, host first: <c>api.github.com/</c>.</summary>
    protected abstract string ApiPrefix { get; }

    /// <summary>What the account's name, user name or address holds; empty where the vendor names an organization only.</summary>
    protected virtual string OwnerWord => "Ada";

    /// <summary>Things that even the empty account has, such as its owner as a person.</summary>
    protected virtual IReadOnlyList<string> EntitiesOfTheEmptyAccount => [];

    public async ValueTask InitializeAsync() => _bench = await StartBenchAsync();

    public async ValueTask DisposeAsync()
    {
        if (_bench is not null)
        {
            await _bench.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Account_OfAHealthyCredential_IsItsOwner()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var account = Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));

        Assert.NotEmpty(account.Id);
        Assert.Contains(OwnerWord, $"{account.Name} {account.Username} {account.Email}", StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Account_OfTheSameOwnerAgain_HasTheSameId_AndAnotherOwnersDiffers()
    {
        using var first = await ConnectAsync(SandboxAccounts.Ada);
        using var again = await ConnectAsync(SandboxAccounts.Ada);
        using var other = await ConnectAsync(SandboxAccounts.Gus);

        var id = Succeeds(await Bench.Connector.GetAccountAsync(first, CancellationToken.None)).Id;

        Assert.Equal(id, Succeeds(await Bench.Connector.GetAccountAsync(again, CancellationToken.None)).Id);
        Assert.NotEqual(id, Succeeds(await Bench.Connector.GetAccountAsync(other, CancellationToken.None)).Id);
    }

    [Fact]
    public async Task Search_ByText_FindsSome_AndAnotherTextFindsNone()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var found = Succeeds(await Search(session, new EntityQuery(SearchText, 10)));
        var none = Succeeds(await Search(session, new EntityQuery("zzyzx-nowhere-to-be-found", 10)));

        Assert.NotEmpty(found.Items);
        Assert.Empty(none.Items);
        Assert.All(found.Items, LooksRight);
    }

    [Fact]
    public async Task Search_InPagesOfThree_GivesWhatOnePageGives()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var whole = Succeeds(await Search(session, new EntityQuery(SearchText, 9)));

        var pages = new List<ExternalEntity>();
        string? cursor = null;
        do
        {
            var page = Succeeds(await Search(session, new EntityQuery(SearchText, 3) { Cursor = cursor }));
            Assert.InRange(page.Items.Count, 0, 3);
            pages.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null && pages.Count < 9);

        Assert.Equal(whole.Items.Select(item => item.Id).Take(pages.Count), pages.Select(item => item.Id).Take(9));
        Assert.Equal(pages.Count, pages.Select(item => item.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Search_InPagesOfChangingSize_GivesWhatOnePageGives()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var whole = Succeeds(await Search(session, new EntityQuery(null, 40))).Items.Select(item => item.Id).ToList();

        var pages = new List<string>();
        string? cursor = null;
        foreach (var size in (int[])[7, 4, 9, 1, 2, 5, 3, 8, 1])
        {
            var page = Succeeds(await Search(session, new EntityQuery(null, size) { Cursor = cursor }));
            pages.AddRange(page.Items.Select(item => item.Id));
            cursor = page.NextCursor;
            if (cursor is null)
            {
                break;
            }
        }

        Assert.Equal(whole.Take(pages.Count), pages);
    }

    [Fact]
    public async Task Search_WithAForgedCursor_IsRefusedOrEmpty_AndNeverThrows()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        foreach (var forged in (string[])["x", "!!!!", Convert.ToBase64String("{\"stage\":99}"u8), System.Buffers.Text.Base64Url.EncodeToString("{\"stage\":0,\"position\":\"https://evil.example/x\"}"u8)])
        {
            var result = await Search(session, new EntityQuery(SearchText, 3) { Cursor = forged });
            Assert.True(!result.IsSuccess || result.Value.Items.Count <= 3);
        }

        Assert.DoesNotContain(Bench.Recorder.Exchanges, exchange => exchange.Address.Host == "evil.example");
    }

    [Fact]
    public async Task Search_OfTheHugeAccount_KeepsTheLimit_AndGoesOn()
    {
        using var session = await ConnectAsync(SandboxAccounts.Huge);

        var first = Succeeds(await Search(session, new EntityQuery(null, 50)));
        var second = Succeeds(await Search(session, new EntityQuery(null, 50) { Cursor = first.NextCursor }));

        Assert.Equal(50, first.Items.Count);
        Assert.NotNull(first.NextCursor);
        Assert.Empty(first.Items.Select(item => item.Id).Intersect(second.Items.Select(item => item.Id), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Search_OfTheEmptyAccount_FindsNothing()
    {
        using var session = await ConnectAsync(SandboxAccounts.Empty);

        var found = Succeeds(await Search(session, new EntityQuery(null, 10)));

        Assert.All(found.Items, item => Assert.Contains(item.Type, EntitiesOfTheEmptyAccount));
    }

    [Fact]
    public async Task Get_OfFoundIds_ReadsThemAgain()
    {
        Assert.SkipWhen(Bench.Connector is not IGetEntity, "The vendor reads no single things.");
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var found = Succeeds(await Search(session, new EntityQuery(SearchText, 3)));

        foreach (var item in found.Items)
        {
            var again = Succeeds(await ((IGetEntity)Bench.Connector).GetAsync(session, item.Id, CancellationToken.None));
            Assert.Equal((item.Id, item.Type, item.Title), (again.Id, again.Type, again.Title));
            LooksRight(again);
        }
    }

    [Fact]
    public async Task Get_OfAnUnknownId_SaysThereIsNoSuchThing()
    {
        Assert.SkipWhen(Bench.Connector is not IGetEntity, "The vendor reads no single things.");
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var result = await ((IGetEntity)Bench.Connector).GetAsync(session, UnknownId!, CancellationToken.None);

        Assert.Equal("vendor.not_found", result.Failure?.Code);
    }

    [Fact]
    public async Task Get_OfHostileIds_IsAFailure_AndStaysAtTheVendor()
    {
        Assert.SkipWhen(Bench.Connector is not IGetEntity, "The vendor reads no single things.");
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        foreach (var id in (string[])["../../me", "x?y=z#", "https://evil.example/", "%2e%2e/%2e%2e", "a b\r\nX: y", new string('x', 3_000), ":", "//", "' or 1=1"])
        {
            Assert.False((await ((IGetEntity)Bench.Connector).GetAsync(session, id, CancellationToken.None)).IsSuccess, id);
        }

        Assert.DoesNotContain(Bench.Recorder.Exchanges, exchange => exchange.Address.Host == "evil.example");
    }

    [Fact]
    public async Task Revoked_IsACredentialRefusal()
    {
        using var session = await ConnectAsync(SandboxAccounts.Revoked);

        Assert.Equal(FailureKind.CredentialRefused, (await Bench.Connector.GetAccountAsync(session, CancellationToken.None)).Failure?.Kind);
        Assert.Equal(FailureKind.CredentialRefused, (await Search(session, new EntityQuery(SearchText, 5))).Failure?.Kind);
    }

    [Fact]
    public async Task RateLimited_TellsHowLongToWait()
    {
        using var session = await ConnectAsync(SandboxAccounts.RateLimited);

        var failure = (await Search(session, new EntityQuery(SearchText, 5))).Failure;

        Assert.Equal(FailureKind.VendorRateLimited, failure?.Kind);
        Assert.InRange(failure!.RetryAfter ?? TimeSpan.Zero, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Failing_IsUnavailable()
    {
        using var session = await ConnectAsync(SandboxAccounts.Failing);

        Assert.Equal(FailureKind.VendorUnavailable, (await Search(session, new EntityQuery(SearchText, 5))).Failure?.Kind);
    }

    [Fact]
    public async Task Slow_StillAnswers()
    {
        using var session = await ConnectAsync(SandboxAccounts.Slow);

        Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));
    }

    [Theory]
    [InlineData("{\"value\":[{\"id\":\"cut", "application/json")]
    [InlineData("<!DOCTYPE html><html><body>Maintenance</body></html>", "text/html")]
    [InlineData("", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("42", "application/json")]
    [InlineData("{}", "application/json")]
    [InlineData("""{"ok":true,"value":7,"items":"x","entries":[1,null],"matches":{"a":1},"messages":[],"channels":3,"members":null,"results":{},"issues":"no"}""", "application/json")]
    [InlineData("""{"ok":true,"value":[1,null,{"id":7,"subject":[],"start":"never"}],"items":[{"id":[]}],"entries":[{"id":1,".tag":2}],"matches":[{"metadata":3}],"messages":{"matches":[{"ts":1}]},"channels":[{"id":null}],"members":[7]}""", "application/json")]
    public async Task Malformed_Answers_AreFailuresOrNothing_NeverExceptions(string body, string contentType)
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Bench.Server.State.AnswerNext(ApiPrefix, 200, body, times: 1_000, contentType: contentType);

        var account = await Bench.Connector.GetAccountAsync(session, CancellationToken.None);
        var search = await Search(session, new EntityQuery(SearchText, 5));
        var one = Bench.Connector is IGetEntity getter ? await getter.GetAsync(session, UnknownId!, CancellationToken.None) : VendorGone();

        Assert.Equal(FailureKind.VendorUnavailable, account.Failure?.Kind);
        Assert.True(!search.IsSuccess || search.Value.Items.Count == 0);
        Assert.False(one.IsSuccess);
    }

    [Fact]
    public async Task TooDeep_Answers_AreUnreadable()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Bench.Server.State.AnswerNext(ApiPrefix, 200, new StringBuilder().Insert(0, "{\"value\":", 500).Append('1').Append('}', 500).ToString(), times: 1_000);

        Assert.Equal("vendor.unreadable", (await Bench.Connector.GetAccountAsync(session, CancellationToken.None)).Failure?.Code);
    }

    [Fact]
    public void Manifest_TellsWhatTheConnectorCan()
    {
        var manifest = Bench.Manifest;

        Assert.All(manifest.Auth.Where(method => method.OAuth is not null).SelectMany(method => method.OAuth!.Scopes), scope => Assert.NotEmpty(scope.Reason));
        Assert.All(manifest.EntityMappings, mapping => Assert.Contains(mapping.Entity, manifest.Entities.Select(entity => entity.Name)));
        Assert.Contains(manifest.Category, ProviderCategories.All);
        Assert.Equal(Bench.Connector.As<IReceiveEvents>() is not null, manifest.Inbound is not null);
        if (Bench.Connector.As<ISyncEntities>() is { } sync)
        {
            Assert.All(sync.SyncableEntities, entity => Assert.Contains(entity, manifest.Entities.Select(e => e.Name)));
        }
    }

    internal virtual Task<VendorBench> StartBenchAsync() => VendorBench.StartAsync(Provider, instead: Instead);

    /// <summary>The usual way to connect; by pasting where the vendor has a token, else by signing in.</summary>
    protected virtual async Task<VendorSession> ConnectAsync(SandboxAccount account) => await Bench.SignInAsync(account);

    protected Task<Result<EntityPage>> Search(VendorSession session, EntityQuery query) =>
        ((ISearchEntities)Bench.Connector).SearchAsync(session, query, CancellationToken.None);

    /// <summary>Pulls until nothing more is told; no pull says that all has to be told anew.</summary>
    protected async Task<(IReadOnlyList<EntityChange> Changes, string? Cursor)> PullAllAsync(VendorSession session, string type, string? cursor)
    {
        var changes = new List<EntityChange>();
        for (var pulls = 0; pulls < 100; pulls++)
        {
            var page = Succeeds(await ((ISyncEntities)Bench.Connector).PullAsync(session, type, cursor, CancellationToken.None));
            Assert.False(page.Restart);
            changes.AddRange(page.Changes);
            cursor = page.Cursor;
            if (!page.HasMore)
            {
                return (changes, cursor);
            }
        }

        throw new InvalidOperationException("The vendor has changes without end.");
    }

    /// <summary>Runs the action that people see under a name.</summary>
    protected async Task<Result<ActionOutcome>> RunNamedAsync(VendorSession session, string displayName, string parameters)
    {
        var actions = (IRunActions)Bench.Connector;
        var action = Succeeds(await actions.ListActionsAsync(session, CancellationToken.None)).Single(a => a.DisplayName == displayName);
        return await actions.RunAsync(session, action.Name, JsonElement.Parse(parameters), CancellationToken.None);
    }

    protected static T Succeeds<T>(Result<T> result)
    {
        Assert.Null(result.Failure);
        return result.Value;
    }

    private void LooksRight(ExternalEntity entity)
    {
        Assert.NotEmpty(entity.Id);
        Assert.NotEmpty(entity.Title);
        Assert.Contains(entity.Type, Bench.Manifest.Entities.Select(e => e.Name));
        Assert.True(entity.Url is null || entity.Url.StartsWith("http", StringComparison.Ordinal), entity.Url);
    }

    private static Result<ExternalEntity> VendorGone() => Failure.NotFound("vendor.not_found", "Reads no single things.");
}
