using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Declarative.Plans;
using Integrations.Connectors.Entities;
using Integrations.Primitives;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Contracts;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>The suite of written connectors, over a provider file and the vendor that the sandbox makes of it; and what a file says beyond that.</summary>
public abstract class DeclarativeSuite(string provider) : DeclarativeChangesSuite
{
    protected override string Provider => provider;

    protected override string SearchText => "review";

    protected override string? UnknownId => Connector is SearchingConnector ? Examples.Id(Connector.File.Api.Entities[0]) : null;

    protected override string ApiPrefix
    {
        get
        {
            var filled = Connector.File.Api.Bases.Select(one => one.Fill(name => Offered(SandboxAccounts.Ada, MainKind).GetValueOrDefault(name))).First(one => one is not null)!;
            return filled["https://".Length..];
        }
    }

    private DeclarativeConnector Connector => (DeclarativeConnector)Bench.Connector;

    private string MainKind => Bench.Manifest.Auth[0].Kind;

    /// <summary>What is looked up when an account is connected is known afterwards, also while its vendor refuses everything.</summary>
    protected override Task<VendorSession> ConnectAsync(SandboxAccount account) => Bench.ConnectAsync(account, MainKind);

    [Fact]
    public async Task EveryWayToConnect_FindsAndReads()
    {
        foreach (var method in Bench.Manifest.Auth)
        {
            using var session = await Bench.ConnectAsync(SandboxAccounts.Ada, method.Kind);

            var found = Succeeds(await Search(session, new EntityQuery(SearchText, 1)));

            Assert.NotEmpty(found.Items);
        }
    }

    /// <summary>The vendor's own description, where there is one; null elsewhere.</summary>
    protected virtual string? Description => null;

    /// <summary>In what the description is cut or wrong.</summary>
    private protected virtual Contract Adjust(Contract contract) => contract;

    [Fact]
    public async Task Contract_HoldsForEverythingThatIsAsked()
    {
        Assert.SkipWhen(Description is null, "The vendor publishes no description that we have.");
        var contract = Adjust(Contract.Open(Description!));

        await EveryEntity_IsFoundByText_Listed_AndReadAgain();
        await Actions_WithoutWhatIsOptional_LeaveItOut();
        await EveryAction_Runs_AndWhatItMakesIsRead();
        if (((IConnector)Connector).As<ISyncEntities>() is not null)
        {
            await Sync_TellsAllFirst_AndThenWhatChanged();
        }

        contract.Verify(Bench.Recorder.Exchanges);
    }

    [Fact]
    public async Task EveryEntity_IsFoundByText_Listed_AndReadAgain()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        foreach (var entity in Connector.File.Api.Entities)
        {
            var query = AnyOf(entity, 3);
            var listed = Succeeds(await Search(session, query));
            Assert.Equal(3, listed.Items.Count);
            Assert.All(listed.Items, item => Assert.Equal(entity.Name, item.Type));
            Assert.NotEqual("(untitled)", listed.Items[0].Title);
            Assert.True(listed.Items[0].UpdatedAt is not null || listed.Items[0].Text(EntityFields.CreatedAt) is not null || !entity.Map.All.Any(field => field.Key is EntityFields.UpdatedAt), "The time was not read.");

            var word = listed.Items[1].Title.Split(' ').MaxBy(one => one.Length)!;
            var found = Succeeds(await Search(session, query with { Text = word, Limit = 50 }));
            Assert.Contains(listed.Items[1].Id, found.Items.Select(item => item.Id));

            var again = Succeeds(await ((IGetEntity)Connector).GetAsync(session, listed.Items[1].Id, CancellationToken.None));
            Assert.Equal((listed.Items[1].Id, listed.Items[1].Title), (again.Id, again.Title));
        }
    }

    [Theory]
    [InlineData("\" OR \"\"=\"")]
    [InlineData("a\\\" b")]
    [InlineData("' OR ''='")]
    [InlineData("& | ! ( ) : * \\")]
    [InlineData("50% {text} {{limit}} <b> é 漢 \u200B")]
    public async Task Search_ByDifficultText_AsksWhatTheFileDescribes(string text)
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        // The sandbox refuses every request that has not the form of the file's.
        Succeeds(await Search(session, new EntityQuery(text, 3)));
    }

    [Fact]
    public async Task EveryAction_Runs_AndWhatItMakesIsRead()
    {
        Assert.SkipWhen(Connector is not ActingConnector, "The file has no actions.");
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        foreach (var action in Connector.File.Api.Actions)
        {
            var things = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var entity in action.Things.Values)
            {
                things[entity.Name] = Succeeds(await Search(session, AnyOf(entity, 1))).Items[0].Id;
            }

            var parameters = Examples.Parameters(action, entity => things[entity.Name]);
            var done = Succeeds(await ((IRunActions)Connector).RunAsync(session, action.Descriptor.Name, JsonSerializer.SerializeToElement(parameters), CancellationToken.None));

            Assert.All(action.Output, member => Assert.True(done.Output.ContainsKey(member.Key), $"{action.Descriptor.Name} gave no {member.Key}"));
            if (done.Entity is { } made)
            {
                Assert.NotEmpty(made.Title);
                Assert.Equal(made.Id, Succeeds(await ((IGetEntity)Connector).GetAsync(session, made.Id, CancellationToken.None)).Id);
            }
        }
    }

    [Fact]
    public async Task Actions_WithoutWhatIsOptional_LeaveItOut()
    {
        Assert.SkipWhen(Connector is not ActingConnector, "The file has no actions.");
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        foreach (var action in Connector.File.Api.Actions)
        {
            var required = action.Descriptor.Parameters.GetProperty("required").EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal);
            var things = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var entity in action.Things.Values)
            {
                things[entity.Name] = Succeeds(await Search(session, AnyOf(entity, 1))).Items[0].Id;
            }

            var parameters = Examples.Parameters(action, entity => things[entity.Name]);
            foreach (var optional in parameters.Select(parameter => parameter.Key).Where(name => !required.Contains(name)).ToList())
            {
                parameters.Remove(optional);
            }

            Succeeds(await ((IRunActions)Connector).RunAsync(session, action.Descriptor.Name, JsonSerializer.SerializeToElement(parameters), CancellationToken.None));
        }
    }

    [Fact]
    public async Task Action_ThatFails_IsSentAgainOnlyWhereTheFileSaysSo()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        foreach (var action in Connector.File.Api.Actions)
        {
            var parameters = Examples.Parameters(action, Examples.Id);
            Bench.Server.State.AnswerNext(ApiPrefix, 500, "{}", times: 1);
            var before = Bench.Server.State.Requests.Count;

            var done = await ((IRunActions)Connector).RunAsync(session, action.Descriptor.Name, JsonSerializer.SerializeToElement(parameters), CancellationToken.None);

            var sent = Bench.Server.State.Requests.Count - before;
            Assert.True(sent == 1 || action.Request.Repeatable || action.IdempotencyHeader is not null, $"{action.Descriptor.Name} was sent {sent} times");
            Assert.True(sent > 1 || done.Failure?.Kind == FailureKind.VendorUnavailable, $"{action.Descriptor.Name}: {done.Failure}");
        }
    }

    [Fact]
    public async Task Action_OnAThingThatIsNone_IsRefusedWithoutACall()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var before = Bench.Recorder.Exchanges.Count;
        foreach (var action in Connector.File.Api.Actions.Where(action => action.Things.Count > 0))
        {
            var parameters = Examples.Parameters(action, _ => "../../me");
            Assert.Equal(FailureKind.Invalid, (await ((IRunActions)Connector).RunAsync(session, action.Descriptor.Name, JsonSerializer.SerializeToElement(parameters), CancellationToken.None)).Failure?.Kind);
        }

        Assert.Equal(before, Bench.Recorder.Exchanges.Count);
    }

    /// <summary>Without a text, where the vendor lists things without one.</summary>
    private static EntityQuery AnyOf(EntityPlan entity, int limit) =>
        new(entity.List is null && entity.Search is not ({ WithoutText: true } or { MatchedHere: true }) ? "e" : null, limit) { EntityTypes = [entity.Name] };

    private IReadOnlyDictionary<string, string> Offered(SandboxAccount account, string kind) =>
        SandboxCredentials.All(Bench.Server.Services).First(one => one.Provider == provider && one.Kind == kind && one.Account == account.Email).Fields;
}
