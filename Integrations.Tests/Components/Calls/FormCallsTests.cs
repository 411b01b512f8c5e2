using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Client;
using Integrations.Core.Bulk;
using Integrations.Core.Connections.Links;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Tests.Api;
using Integrations.Web.Features.Calls;

namespace Integrations.Tests.Components.Calls;

/// <summary>What forms offer to copy is what the routes take, and what the client has.</summary>
public sealed class FormCallsTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private static readonly InstanceFilter Filter = new(InstanceStatus.Connected, "github", "a \"b\"") { Tag = "sales" };

    [Fact]
    public async Task Forms_AreTakenByTheirRoutes()
    {
        (ApiCall Call, HttpStatusCode Status)[] calls =
        [
            (FormCalls.Batch(BatchAction.Test, [hub.GitHub], new InstanceFilter()), HttpStatusCode.Accepted),
            (FormCalls.Batch(BatchAction.Test, null, new InstanceFilter(InstanceStatus.Connected, "github")), HttpStatusCode.Accepted),
            (FormCalls.Webhook("Hook of a form", "https://hooks.example.org/x", [EventTypes.LinkCreated]), HttpStatusCode.Created),
            (FormCalls.ConnectLink(new NewConnectLink(["github"], ConnectLinkAudience.AnyMember) { Lifetime = TimeSpan.FromDays(7) }), HttpStatusCode.Created),
            (FormCalls.Template(hub.GitHub, "As it is"), HttpStatusCode.Created),
            (FormCalls.Integration(hub.GitHub, new InstanceChanges { Name = "Code and tickets", Description = "It's ours", SearchEnabled = true, SearchableEntities = [], AllowedShardTypes = [], Tags = ["sales", "Über"], Settings = [] }), HttpStatusCode.OK),
        ];
        foreach (var (call, status) in calls)
        {
            using var body = new StringContent(call.Body!.ToJsonString(), Encoding.UTF8, "application/json");
            using var request = new HttpRequestMessage(new HttpMethod(call.Method), new Uri(call.Path, UriKind.Relative)) { Content = body };
            using var answer = await hub.Admin.SendAsync(request);
            Assert.True(answer.StatusCode == status, $"{call.Path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            Assert.StartsWith($"curl -X {call.Method} 'https://hub.test/", call.Curl("https://hub.test/"), StringComparison.Ordinal);
        }

        using var changed = await hub.Admin.GetAsync(new Uri($"/api/tenant/integrations/{hub.GitHub}", UriKind.Relative));
        Assert.Equal("""["sales","Über"]""", JsonNode.Parse(await changed.Content.ReadAsStringAsync())!["tags"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public void Forms_AreOfTheClient()
    {
        ApiCall[] calls =
        [
            FormCalls.Batch(BatchAction.Disconnect, [Guid.Empty], new InstanceFilter()),
            FormCalls.Batch(BatchAction.Delete, null, Filter),
            FormCalls.Webhook("x", "y", ["z"]),
            FormCalls.ConnectLink(new NewConnectLink(["x"], ConnectLinkAudience.Outside) { Email = "a@b.test", Label = "x", Reference = "y", Lifetime = TimeSpan.FromDays(1), SendMail = true }),
            FormCalls.ConnectLink(new NewConnectLink(["x"], ConnectLinkAudience.Member) { Member = "a@b.test" }),
            FormCalls.Template(Guid.Empty, "x"),
            FormCalls.Integration(Guid.Empty, new InstanceChanges { Name = "x", Description = "", Settings = new JsonObject { ["any"] = 1 }, AllowedShardTypes = [], SearchEnabled = false, SearchableEntities = ["x"], Tags = ["y"] }),
        ];
        foreach (var call in calls)
        {
            var (surface, method) = call.Client[..call.Client.IndexOf('(', StringComparison.Ordinal)].Split('.') is [var first, var second] ? (first, second) : default;
            var parameters = typeof(IntegrationsHub).GetProperty(surface)!.PropertyType.GetMethod(method)!.GetParameters();
            Fits(call.Body!, parameters.Single(parameter => parameter.Name == "body").ParameterType);
        }
    }

    [Fact]
    public void DotNet_IsWrittenAsTheClientsTypes()
    {
        Assert.Equal(
            """Platform.StartBatchAsync(new() { Action = "delete", Filter = new() { Status = "connected", ProviderName = "github", Search = "a \u0022b\u0022", Tag = "sales" } })""",
            FormCalls.Batch(BatchAction.Delete, null, Filter).Client);
        Assert.Equal(
            """Platform.CreateConnectLinkAsync(new() { Providers = ["github"], For = new() { Kind = "member", Member = "ada@acme.test" }, ExpiresInDays = 7, SendMail = false })""",
            FormCalls.ConnectLink(new NewConnectLink(["github"], ConnectLinkAudience.Member) { Member = "ada@acme.test", Email = "left out", Lifetime = TimeSpan.FromDays(7) }).Client);
        var settings = FormCalls.Integration(Guid.Empty, new InstanceChanges { Settings = new JsonObject { ["any"] = 1 } }).Client;
        Assert.Contains("Settings = System.Text.Json.Nodes.JsonNode.Parse(\"\"\"\n", settings, StringComparison.Ordinal);
    }

    /// <summary>Every member of a body is one of the client's type, and what that type requires is there.</summary>
    private static void Fits(JsonObject body, Type type)
    {
        foreach (var (name, value) in body)
        {
            var member = type.GetProperty($"{char.ToUpperInvariant(name[0])}{name[1..]}");
            Assert.True(member is not null, $"{type.Name} has no {name}.");
            if (value is JsonObject own && member.PropertyType != typeof(JsonObject))
            {
                Fits(own, member.PropertyType);
            }
        }

        var required = type.GetProperties().Where(property => property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute), inherit: false)).Select(property => property.Name);
        Assert.DoesNotContain(required, name => !body.ContainsKey($"{char.ToLowerInvariant(name[0])}{name[1..]}"));
    }
}
