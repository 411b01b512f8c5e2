using System.Text.Json;
using Integrations.Tests.Client;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.EndToEnd.TypeScriptClient;

/// <summary>The TypeScript client: its types are the document's, it compiles, and it does against a running hub what the .NET client does.</summary>
public sealed class TypeScriptClientTests(TypeScriptLibrary library, ClientHub hub, ITestOutputHelper output) : IClassFixture<TypeScriptLibrary>, IClassFixture<ClientHub>
{
    private static readonly string Root = Repository.Root();

    [Fact]
    public async Task Types_AreCommittedAsTheDocumentIs() => Assert.True(
        await library.GenerateAsync(Path.Combine(Root, "docs", "api", "all.json")) == await File.ReadAllTextAsync(Path.Combine(Root, "clients", "typescript", "src", "api.ts")),
        "clients/typescript/src/api.ts is stale. Run scripts/generate-client and commit what changes.");

    [Fact]
    public async Task Compiler_TakesTheClient_AndRefusesCallsThatNoRouteTakes()
    {
        Assert.Null(await library.CompileAsync("-p", "."));
        Assert.Null(await library.CompileAsync("-p", "tsconfig.types.json"));
    }

    [Fact]
    public async Task Client_CallsARunningHub()
    {
        Assert.Null(await library.CompileAsync("-p", "."));

        var seen = await library.RunAsync(new
        {
            address = hub.Address.AbsoluteUri,
            clientId = hub.ClientId,
            clientSecret = hub.ClientSecret,
            github = hub.GitHub,
            stranger = hub.Hub.StrangerCaller.UserId,
            receiver = Guid.NewGuid().ToString("N"),
        });

        string? Text(string path) => path.Split('.').Aggregate(seen, (element, name) => element.GetProperty(name)).ToString();
        string Of(string error) => $"{Text($"{error}.kind")} {Text($"{error}.code")}";
        Assert.Contains("proxy", seen.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()));
        Assert.DoesNotContain(hub.ClientSecret, Text("printed"), StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", Text("printed"), StringComparison.Ordinal);
        Assert.Equal("unauthenticated", Text("refused.kind"));
        Assert.Equal("unreachable hub.unreachable", Of("unreachable"));
        Assert.All(new[] { "once", "byOffset", "byNumber", "byCursor" }, step => Assert.True(seen.GetProperty(step).GetBoolean(), step));
        Assert.Equal("Changed", Text("changed"));
        Assert.Equal("conflict", Text("lost.kind"));
        Assert.Equal("instance.name_taken", Text("taken.reason"));
        Assert.False(string.IsNullOrEmpty(Text("taken.requestId")));
        Assert.Equal("invalid VALIDATION_ERROR", Of("invalid"));
        Assert.NotEqual(0, seen.GetProperty("invalid").GetProperty("fields").GetProperty("name").GetArrayLength());
        Assert.Equal("notFound INTEGRATION_NOT_FOUND", Of("gone"));
        Assert.Equal("notFound not_found", Of("company"));
        Assert.Equal("invalid invalid", Of("companyInvalid"));
        Assert.NotEqual(0, seen.GetProperty("companyInvalid").GetProperty("fields").GetProperty("").GetArrayLength());
        Assert.Matches("^notFound [a-z_.]+$", Of("automation"));
        Assert.Equal("notFound not_found", Of("accounts"));
        Assert.Equal("notFound not_found", Of("entities"));
        Assert.Equal("notFound", Text("stream"));
        Assert.Equal(["get 4", "delete 4", "post 1", "post with key 4", "too long 1"], seen.GetProperty("tries").EnumerateArray().Select(one => $"{one.GetProperty("method")} {one.GetProperty("count")}"));
        Assert.All(seen.GetProperty("tries").EnumerateArray().SelectMany(one => one.GetProperty("waits").EnumerateArray()), wait => Assert.Equal(7000, wait.GetInt32()));
        Assert.Equal(1, seen.GetProperty("asked").GetInt32());
        Assert.Equal("200 200", $"{Text("vendor.status")} {Text("vendor.vendor")}");
        Assert.NotEqual("", Text("vendor.login"));
        Assert.InRange(seen.GetProperty("vendor").GetProperty("repositories").GetInt32(), 1, 2);
        Assert.All(seen.GetProperty("elsewhere").EnumerateArray(), outcome => Assert.Equal("TypeError", outcome.GetString()));
        Assert.Equal("TypeError", Text("dots"));
        Verdicts(seen.GetProperty("webhook"));
        output.WriteLine($"counterpart: TypeScript client: compiled, {seen.EnumerateObject().Count()} outcomes against a running hub as expected");
    }

    private static void Verdicts(JsonElement webhook)
    {
        Assert.All(webhook.GetProperty("taken").EnumerateArray(), verdict => Assert.Equal("webhook.test", verdict.GetString()));
        Assert.All(webhook.GetProperty("wrong").EnumerateArray(), verdict => Assert.Equal("signatureWrong", verdict.GetString()));
        Assert.All(webhook.GetProperty("late").EnumerateArray(), verdict => Assert.Equal("tooFarFromNow", verdict.GetString()));
        Assert.All(webhook.GetProperty("missing").EnumerateArray(), verdict => Assert.Equal("headerMissing", verdict.GetString()));
        Assert.All(webhook.GetProperty("unreadable").EnumerateArray(), verdict => Assert.Equal("headerUnreadable", verdict.GetString()));
        Assert.Empty(webhook.GetProperty("changed").EnumerateArray());
    }
}
