using System.Globalization;
using System.Text.Json;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Tests.Api;
using Integrations.Tests.EndToEnd.VendorClients;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.EndToEnd.McpClients.Conformance;

/// <summary>The protocol's own conformance suite: every scenario for servers, at every revision that it has the scenario for, against the hub's endpoint.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    private readonly NodePackages _packages = new("McpClients", oldestNode: 20);

    [Fact]
    public async Task EveryScenario_PassesOrIsNotApplicable_ForAReasonThatIsWritten()
    {
        await _packages.PrepareAsync();
        var asItIs = await RunAsync(keepsSessions: false);
        // What needs a session the hub's endpoint does not have: the same endpoint with sessions shows that nothing else of ours is in the way.
        var withSessions = await RunAsync(keepsSessions: true);
        List<string> wrong = [];
        var (passed, inSessions, notApplicable) = (0, 0, 0);
        foreach (var (name, revision) in Scenarios(asItIs))
        {
            if (ConformanceReasons.Of(name, revision) is not { } reason)
            {
                wrong.AddRange(Wrong(asItIs, name, revision));
                passed++;
                Say(name, revision, Wrong(asItIs, name, revision).Count == 0 ? "passed" : "FAILED");
            }
            else if (reason.NeedsSession)
            {
                // Of a scenario that passes as it is, no one may say that it cannot.
                wrong.AddRange(Wrong(asItIs, name, revision).Count == 0 ? [$"{name} at {revision} passes without a session."] : Wrong(withSessions, name, revision));
                inSessions++;
                Say(name, revision, $"not applicable: {reason.Text} Passed where sessions are kept.");
            }
            else
            {
                notApplicable++;
                Say(name, revision, $"not applicable: {reason.Text}");
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"counterpart: conformance suite: {asItIs.GetProperty("scenarios").GetArrayLength()} scenarios, {passed + inSessions + notApplicable} of scenario and revision: {passed} passed, {inSessions} not applicable and passed with sessions, {notApplicable} not applicable, {wrong.Count} failed"));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        var written = await File.ReadAllTextAsync(Path.Combine(Repository.Root(), "docs", "counterparts.md"));
        Assert.Equal([], ConformanceReasons.All.Where(reason => !written.Contains(reason.Text, StringComparison.Ordinal)).Select(reason => $"docs/counterparts.md does not say: {reason.Text}"));
    }

    private void Say(string name, string revision, string outcome) => output.WriteLine($"counterpart: conformance suite: {name} at {revision}: {outcome}");

    private static IEnumerable<(string Name, string Revision)> Scenarios(JsonElement told) =>
        from scenario in told.GetProperty("scenarios").EnumerateArray()
        from revision in scenario.GetProperty("revisions").EnumerateArray().Select(revision => revision.GetString()!).DefaultIfEmpty(ConformanceReasons.Extension)
        select (scenario.GetProperty("name").GetString()!, revision);

    private static List<string> Wrong(JsonElement told, string name, string revision)
    {
        var found = told.GetProperty("found").GetProperty(revision);
        if (!found.TryGetProperty(name, out var scenario))
        {
            return [$"{name} at {revision} did not run. {(found.TryGetProperty("", out var nothing) ? nothing : "")}"];
        }

        List<string> wrong = [.. scenario.GetProperty("failed").EnumerateArray().Concat(scenario.GetProperty("warned").EnumerateArray()).Select(check => $"{name} at {revision}: {check}")];
        return wrong.Count == 0 && scenario.GetProperty("passed").GetInt32() == 0 ? [$"{name} at {revision}: nothing was proven: {scenario.GetProperty("skipped")}"] : wrong;
    }

    private async Task<JsonElement> RunAsync(bool keepsSessions)
    {
        await using var hub = new ApiHub();
        hub.App.Serving(services => ConformanceFixtures.Add(services, keepsSessions));
        await hub.InitializeAsync();
        var person = hub.UserCaller with { SessionId = Guid.NewGuid(), AuthenticatedAt = TimeProvider.System.GetUtcNow() };
        var token = (await hub.Get<ApiTokenService>().CreatePersonalAsync(person, new NewApiToken("Conformance suite", TokenScopes.Mcp), CancellationToken.None)).Value.Text.Reveal();
        return await _packages.RunAsync("conformance", new Dictionary<string, string>(StringComparer.Ordinal) { ["HUB_URL"] = hub.App.Address.AbsoluteUri, ["TOKEN"] = token });
    }
}
