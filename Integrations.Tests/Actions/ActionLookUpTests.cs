using System.Text.Json;
using Integrations.Connectors.Schemas;
using Integrations.Core.Actions;
using Integrations.Core.Activity;
using Integrations.Core.Search;
using Integrations.Sandbox.Accounts;
using Integrations.Web.Features.Instances.Forms;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Actions;

/// <summary>Look-ups of action forms, and what was sent last time, through the whole of Core.</summary>
public sealed class ActionLookUpTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private ActionHub _hub = null!;

    private ActionService Actions => _hub.Core.Get<ActionService>();

    private LastInputs Inputs => _hub.Core.Get<LastInputs>();

    public async ValueTask InitializeAsync() => _hub = await ActionHub.StartAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    /// <summary>What is found is what the parameter takes: each value satisfies the parameter's own schema.</summary>
    [Theory]
    [InlineData("github", 4)]
    [InlineData("jira", 4)]
    [InlineData("slack", 1)]
    [InlineData("dropbox", 1)]
    [InlineData("n8n", 2)]
    [InlineData("gitlab", 3)]
    public async Task LookUps_OfAConnectedAccount_FindValuesThatFit(string provider, int atLeast)
    {
        var id = await _hub.ConnectAsync(provider, SandboxAccounts.Ada);
        var found = 0;
        foreach (var action in (await Actions.ListAsync(_hub.Core.User, id, None)).Value)
        {
            var form = new ActionFormState(action, (request, ct) => _hub.Core.Get<SearchService>().SearchAsync(_hub.Core.User, id, request, ct));
            foreach (var field in form.Fields.Where(field => field.LookUp is not null))
            {
                // People are found by a part of their name only; everything else is there without words too.
                var words = field.LookUp!.Entities.Contains("user") ? provider == "jira" ? "b" : "a" : null;
                var page = (await LookUpPage.ReadAsync(form, field, "", words, 0, None)).Value;

                Assert.True(page.Choices.Count > 0, $"{action.Name} {field.Name}");
                var schema = action.Parameters.GetProperty("properties").GetProperty(field.Name);
                foreach (var choice in page.Choices)
                {
                    form.Set(field.Name, choice.Value);
                    Assert.Empty(new SchemaCheck(schema).Run(JsonSerializer.SerializeToElement(form.Peek()[field.Name])));
                }

                // The next field is looked for everywhere again.
                form.Set(field.Name, null);
                found++;
            }
        }

        Assert.InRange(found, atLeast, 100);
    }

    [Fact]
    public async Task LookUp_PagesThroughTheVendor_AndNarrowsByWords()
    {
        var id = await _hub.ConnectAsync("github", SandboxAccounts.Ada);
        var action = (await Actions.ListAsync(_hub.Core.User, id, None)).Value.Single(one => one.Name == "comment_issue");
        var form = new ActionFormState(action, (request, ct) => _hub.Core.Get<SearchService>().SearchAsync(_hub.Core.User, id, request, ct));

        var lookUp = form.Fields.Single(field => field.Name == "number").LookUp!;
        var first = (await form.SearchAsync(lookUp, "", null, 0, 3, None)).Value;
        var second = (await form.SearchAsync(lookUp, "", null, 3, 3, None)).Value;
        form.Set("repository", "acme/widgets");
        var within = (await form.SearchAsync(lookUp, "", null, 0, 50, None)).Value;

        Assert.True(first.HasMore);
        Assert.Empty(first.Items.Select(item => item.Id).Intersect(second.Items.Select(item => item.Id), StringComparer.Ordinal));
        Assert.NotEmpty(within.Items);
        Assert.All(within.Items, item => Assert.Equal("acme/widgets", item.Text("container")));
    }

    [Fact]
    public async Task LastTime_IsWhatThisPersonSentOnAPage_WithoutSecrets()
    {
        var id = await _hub.ConnectAsync("n8n", SandboxAccounts.Ada);
        var run = (await Actions.ListAsync(_hub.Core.User, id, None)).Value.Single(action => action.DisplayName == "Run Look up a customer").Name;
        Assert.Empty((await Inputs.GetAsync(_hub.Core.User, id, run, None)).Value);

        Assert.Null((await Actions.RunAsync(_hub.Core.User, id, run, JsonElement.Parse("""{"email":"lee@northwind.test","apiKey":"canary-secret"}"""), None)).Failure);

        Assert.Equal("""{"email":"lee@northwind.test"}""", (await Inputs.GetAsync(_hub.Core.User, id, run, None)).Value.ToJsonString());
        Assert.Empty((await Inputs.GetAsync(_hub.Core.User, id, "activate_workflow", None)).Value);
        Assert.Empty((await Inputs.GetAsync(_hub.Core.Admin, id, run, None)).Value);
        Assert.Equal("integration.not_found", (await Inputs.GetAsync(_hub.Core.Stranger, id, run, None)).Failure?.Code);
    }

    [Fact]
    public async Task LastTime_IsTheNewestRunThatWasDone_AndNoProgramsRun()
    {
        var id = await _hub.ConnectAsync("n8n", SandboxAccounts.Ada);
        var run = (await Actions.ListAsync(_hub.Core.User, id, None)).Value.Single(action => action.DisplayName == "Run Look up a customer").Name;
        await Actions.RunAsync(_hub.Core.User, id, run, JsonElement.Parse("""{"email":"one@acme.test"}"""), None);
        _hub.Core.Clock.Advance(TimeSpan.FromMinutes(1));
        await Actions.RunAsync(_hub.Core.User, id, run, JsonElement.Parse("""{"email":"two@acme.test"}"""), None);
        await _hub.Core.WithDatabaseAsync(async db =>
        {
            var last = await db.Activities.OrderByDescending(a => a.OccurredAt).FirstAsync(a => a.Type == ActivityTypes.Action);
            foreach (var (status, client) in new[] { (ActivityStatus.Failed, (string?)null), (ActivityStatus.Success, "Agent") })
            {
                db.Add(new ActivityEntry
                {
                    Id = Guid.CreateVersion7(),
                    OrganizationId = last.OrganizationId,
                    InstanceId = last.InstanceId,
                    UserId = last.UserId,
                    Client = client,
                    Type = last.Type,
                    Action = last.Action,
                    Status = status,
                    Input = """{"email":"other@acme.test"}""",
                    OccurredAt = last.OccurredAt.AddMinutes(1),
                });
            }

            return await db.SaveChangesAsync();
        });

        Assert.Equal("""{"email":"two@acme.test"}""", (await Inputs.GetAsync(_hub.Core.User, id, run, None)).Value.ToJsonString());
    }
}
