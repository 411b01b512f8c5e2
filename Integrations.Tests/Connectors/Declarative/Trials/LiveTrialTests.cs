using System.Text.Json.Nodes;
using Integrations.Connectors.Declarative.Trials;
using Integrations.Connectors.Http;
using Integrations.Web.Hosting.Commands;
using Integrations.Web.Hosting.Commands.Trials;

namespace Integrations.Tests.Connectors.Declarative.Trials;

/// <summary>A trial at a vendor, with a credential of the environment; and what is kept of it.</summary>
public sealed class LiveTrialTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trial-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Live_ReadsOnly_UnlessActionsAreWanted()
    {
        await using var vendor = await SmallVendor.StartAsync();

        var reading = await TryAsync(vendor, new TrialOptions { Live = true });
        Assert.All(vendor.Received, request => Assert.StartsWith("GET ", request, StringComparison.Ordinal));
        var acting = await TryAsync(vendor, new TrialOptions { Live = true, WithActions = true });

        Assert.Equal(ExitCodes.Ok, reading.Code);
        Assert.Equal("live: Example's own answers", reading.Report!.Answers);
        Assert.Equal(["account", "search item", "search item", "read item", "action create_item"], reading.Report.Steps.Select(step => step.Name));
        Assert.Equal((TrialOutcome.Skipped, TrialOutcome.Passed), (reading.Report.Steps[^1].Outcome, acting.Report!.Steps[^1].Outcome));
        Assert.Equal(7, reading.Report.Steps[1].Count);
        Assert.Equal(["POST /api/items"], vendor.Received.Where(request => !request.StartsWith("GET ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task WithActions_NothingIsChangedThatAPathNamesByANumber()
    {
        await using var vendor = await SmallVendor.StartAsync();
        var file = SmallVendor.Changed(root => root["api"]!["actions"]!.AsArray().Add(new JsonObject
        {
            ["name"] = "stop_item",
            ["displayName"] = "Stop item",
            ["description"] = "Stops an item.",
            ["parameters"] = new JsonObject { ["entry"] = new JsonObject { ["type"] = "integer", ["title"] = "Entry", ["required"] = true, ["minimum"] = 1 } },
            ["request"] = new JsonObject { ["method"] = "PATCH", ["path"] = "/items/{entry}/stop" },
            ["result"] = new JsonObject { ["output"] = new JsonObject { ["id"] = "id" } },
        }));

        var result = await TryAsync(vendor, new TrialOptions { Live = true, WithActions = true }, file: file);

        var step = Assert.Single(result.Report!.Steps, one => one.Name == "action stop_item");
        Assert.Equal((TrialOutcome.Skipped, "It names a thing by a number or text that this trial did not make."), (step.Outcome, step.Note));
        Assert.Equal(["POST /api/items"], vendor.Received.Where(request => !request.StartsWith("GET ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AHostThatTheFileDoesNotName_IsNotCalled()
    {
        await using var vendor = await SmallVendor.StartAsync();
        var file = SmallVendor.Changed(root => root["api"]!["account"]!["request"]!["path"] = "/moved");

        var result = await TryAsync(vendor, new TrialOptions { Live = true }, file: file);

        Assert.Equal(ExitCodes.Failed, result.Code);
        Assert.Contains("led to elsewhere.test, a host that the file does not name", Assert.Single(result.Report!.Steps).Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_KeepsTheFormerRecording_WhenAStepFails_AndWritesNoneWithoutASinglePassedStep()
    {
        await using var vendor = await SmallVendor.StartAsync();
        var path = Path.Combine(_folder.FullName, "example.recording.json");

        var refused = await TryAsync(vendor, new TrialOptions { Record = true }, token: "another-credential-1");
        Assert.Equal((ExitCodes.Failed, "No recording was written: no step passed."), (refused.Code, Assert.Single(refused.Lines)));
        Assert.False(File.Exists(path));

        await TryAsync(vendor, new TrialOptions { Record = true });
        var kept = await File.ReadAllTextAsync(path);
        await TryAsync(vendor, new TrialOptions { Record = true }, token: "another-credential-1");
        Assert.Equal(kept, await File.ReadAllTextAsync(path));

        var broken = SmallVendor.Changed(root => root["api"]!["entities"]!["item"]!["read"]!["request"]!["path"] = "/nothing/{id}");
        var partly = await TryAsync(vendor, new TrialOptions { Record = true }, file: broken);
        Assert.Equal(ExitCodes.Failed, partly.Code);
        Assert.Contains("stays as it was", Assert.Single(partly.Lines), StringComparison.Ordinal);
        Assert.Equal(kept, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Record_KeepsNoSecretAndNoAddress_AndWhatItKeepsIsPlayed()
    {
        await using var vendor = await SmallVendor.StartAsync();

        var recorded = await TryAsync(vendor, new TrialOptions { Record = true, WithActions = true });

        Assert.True(recorded.Code == ExitCodes.Ok, string.Join('\n', recorded.Lines));
        var kept = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "example.recording.json"));
        Assert.DoesNotContain(SmallVendor.Token, kept, StringComparison.Ordinal);
        Assert.DoesNotContain("acme.test", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef", kept, StringComparison.Ordinal);
        Assert.Contains("By person1@example.com and person2@example.com", kept, StringComparison.Ordinal);

        // The vendor is gone, and the recording lies beside the file.
        await vendor.DisposeAsync();
        var played = await TryAsync(vendor: null, new TrialOptions());
        Assert.Empty(played.Report!.Steps.Where(step => step.Outcome != TrialOutcome.Passed).Select(step => $"{step.Name}: {step.Note}"));
        Assert.Equal(recorded.Report!.Steps.Select(step => (step.Name, step.Count)), played.Report.Steps.Select(step => (step.Name, step.Count)));
        Assert.StartsWith("recorded: example.recording.json, from live", played.Report.Answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recording_WithTheCredentialAtHand_IsRefused()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "example.recording.json"), ExampleFile.Recorded(ExampleFile.Account.Replace("Ada", SmallVendor.Token, StringComparison.Ordinal)));

        var result = await TryAsync(vendor: null, new TrialOptions(), token: SmallVendor.Token);

        Assert.Equal(ExitCodes.Failed, result.Code);
        Assert.Contains("$.steps[0].exchanges[0].response.json.name: Here stands a value of the credential", Assert.Single(result.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credential_ThatIsRefused_FailsTheAccount_AndEndsTheWalk()
    {
        await using var vendor = await SmallVendor.StartAsync();

        var result = await TryAsync(vendor, new TrialOptions { Live = true }, token: "another-credential-1");

        var step = Assert.Single(result.Report!.Steps);
        Assert.Equal((ExitCodes.Failed, "account", TrialOutcome.Failed), (result.Code, step.Name, step.Outcome));
        Assert.Equal(ExampleFile.LineOf("\"account\"", SmallVendor.File), step.Line);
    }

    [Fact]
    public async Task Address_ThatTheRulesDoNotAllow_IsNotCalled()
    {
        await using var vendor = await SmallVendor.StartAsync();

        var result = await TryAsync(vendor, new TrialOptions { Live = true }, opened: false);

        Assert.Contains("private or reserved network", Assert.Single(result.Report!.Steps).Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Published_WithoutARecording_SaysWhatToDoNext()
    {
        var result = await TryAsync(vendor: null, new TrialOptions());

        Assert.Equal((ExitCodes.Usage, null), (result.Code, result.Report));
        Assert.Contains("published without the sandbox. Ask the vendor with --live, or record its answers with --record.", Assert.Single(result.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_WithoutACredential_NamesTheVariables()
    {
        var result = await TryAsync(vendor: null, new TrialOptions { Live = true });

        Assert.Equal(ExitCodes.Usage, result.Code);
        Assert.Contains("Set PROVIDER_CREDENTIAL_SITEURL and PROVIDER_CREDENTIAL_TOKEN (api_key) in the environment.", Assert.Single(result.Lines), StringComparison.Ordinal);
    }

    private async Task<TrialResult> TryAsync(SmallVendor? vendor, TrialOptions options, string? token = null, bool opened = true, string? file = null)
    {
        var path = new FileInfo(Path.Combine(_folder.FullName, "example.provider.json"));
        await File.WriteAllTextAsync(path.FullName, file ?? SmallVendor.File);
        var egress = new EgressOptions();
        if (opened)
        {
            egress.AllowedPrivateNetworks.Add("127.0.0.0/8");
        }

        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PROVIDER_CREDENTIAL_SITEURL"] = vendor?.Site,
            ["PROVIDER_CREDENTIAL_TOKEN"] = token ?? (vendor is null ? null : SmallVendor.Token),
        };
        var trials = new ProviderTrials(vendors: null, new TrialCredential(environment.GetValueOrDefault), egress, TimeProvider.System)
        {
            // How quick this machine is says nothing of the vendor.
            Deadline = TimeSpan.FromMinutes(1),
        };
        return await trials.RunAsync(path, options, CancellationToken.None);
    }
}
