using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Search;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>Credentials are used in every way there is, with all logs on; then logs, views, failures, audit and activity are searched for them.</summary>
public sealed class SecretCanaryTests : IAsyncLifetime
{
    private readonly LogCapture _logs = new();
    private readonly ConnectedHub _hub;

    public SecretCanaryTests() => _hub = new ConnectedHub { Logs = _logs };

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact, Proves("L1", "T5", "W7")]
    public async Task SecretsAppearInNoLogNoViewNoFailureAndNoRow()
    {
        var shown = new List<object?>();
        var apiKey = await _hub.ConnectAsync(_hub.Admin, "github", "api_key");
        var basic = await _hub.ConnectAsync(_hub.Admin, "jira", "basic");
        var oauth = await _hub.SignInAtVendorAsync(_hub.Admin, "microsoft_outlook");
        var secrets = await SecretsAsync();
        foreach (var id in new[] { apiKey, basic, oauth })
        {
            shown.Add((await _hub.Get<ConnectionService>().TestAsync(_hub.Admin, id, default)).Value);
            shown.Add((await _hub.Get<SearchService>().SearchAsync(_hub.Admin, id, new SearchRequest("sync", 3), default)).Failure);
            shown.Add((await _hub.Get<InstanceService>().GetAsync(_hub.Admin, id, default)).Value.Connection);
        }

        _hub.Sandbox.State.OAuth("microsoft").ExpireAccessTokens();
        shown.Add((await _hub.Get<ConnectionService>().TestAsync(_hub.Admin, oauth, default)).Value);
        secrets.UnionWith(await SecretsAsync());
        var refused = await _hub.Get<ConnectionService>().ConnectAsync(
            _hub.Admin, apiKey, new ConnectRequest("api_key", _hub.Credential("github", "api_key", SandboxBehaviour.Revoked)), default);
        shown.Add(refused.Failure);
        secrets.UnionWith(_hub.Credential("github", "api_key", SandboxBehaviour.Revoked).Where(f => f.Key == "token").Select(f => f.Value));
        await _hub.Get<ConnectionService>().DisconnectAsync(_hub.Admin, oauth, default);
        shown.AddRange(await _hub.WithDatabaseAsync(async db => (await db.AuditEntries.AsNoTracking().ToListAsync()).Cast<object?>().ToList()));
        shown.AddRange(await _hub.WithDatabaseAsync(async db => (await db.Activities.AsNoTracking().ToListAsync()).Cast<object?>().ToList()));
        shown.AddRange(await _hub.WithDatabaseAsync(async db => (await db.OutboxEvents.AsNoTracking().ToListAsync()).Cast<object?>().ToList()));
        shown.AddRange(await _hub.WithDatabaseAsync(async db => (await db.Connections.AsNoTracking().ToListAsync()).Cast<object?>().ToList()));

        Assert.True(secrets.Count >= 5, "There is something to look for.");
        Assert.True(_logs.Lines.Count > 100, "There is something to look through.");
        var everything = string.Join('\n', _logs.Lines) + string.Join('\n', shown.Select(s => JsonSerializer.Serialize(s) + s));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, everything, StringComparison.Ordinal));
    }

    [Fact, Proves("T9")]
    public void TypesThatHoldSecrets_PrintStars_AndAreNoRecords()
    {
        var marked = new[] { typeof(Secret), typeof(VendorCredential), typeof(Caller) }.SelectMany(type => type.Assembly.GetTypes())
            .Where(t => t.IsDefined(typeof(HoldsSecretAttribute), inherit: false)).ToList();

        Assert.Contains(typeof(VendorCredential), marked);
        Assert.All(marked, type =>
        {
            Assert.Null(type.GetMethod("<Clone>$"));
            var print = type.GetMethod(nameof(ToString), Type.EmptyTypes)!;
            Assert.True(print.DeclaringType == type, $"{type.Name} prints what it holds");
        });
    }

    /// <summary>What the vault holds at this moment, long enough to be no accident.</summary>
    private async Task<HashSet<string>> SecretsAsync()
    {
        var connections = await _hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().Where(c => c.Ciphertext != null).ToListAsync());
        var names = new[] { VendorCredential.AccessToken, VendorCredential.RefreshToken, "token", "apiToken", "previousRefreshToken" };
        return [.. connections.Select(c => _hub.Get<CredentialVault>().Open(c)!)
            .SelectMany(credential => names.Select(credential.Find)).OfType<Secret>().Select(s => s.Reveal()).Where(s => s.Length >= 12)];
    }
}
