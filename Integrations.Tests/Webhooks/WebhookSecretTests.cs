using Integrations.Core.Events;
using Integrations.Core.Permissions;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Webhooks;

/// <summary>Secrets and headers of endpoints: how they are made, kept and replaced.</summary>
public sealed class WebhookSecretTests : IAsyncLifetime
{
    private CoreHub _hub = null!;

    private WebhookEndpointService Endpoints => _hub.Get<WebhookEndpointService>();

    public async ValueTask InitializeAsync() => _hub = await CoreHub.StartAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact, Proves("W3")]
    public async Task Secret_ThatIsGenerated_HasThirtyTwoBytes_AndAnotherForEachEndpoint()
    {
        var (one, two) = (await CreateAsync("One"), await CreateAsync("Two"));

        Assert.StartsWith("whsec_", one.Secret.Reveal(), StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(one.Secret.Reveal()["whsec_".Length..]).Length);
        Assert.False(one.Endpoint.IsSecretWeak);
        Assert.NotEqual(one.Secret.Reveal(), two.Secret.Reveal());
    }

    [Theory, Proves("W3")]
    [InlineData("elevenchars", null)]
    [InlineData("twelve-chars", true)]
    [InlineData("twenty-three-characters", true)]
    [InlineData("twenty-four-characters-x", false)]
    public async Task Secret_OfTheCallers_HasTwelveCharacters_AndIsMarkedAsWeakBelowTwentyFourBytes(string secret, bool? isWeak)
    {
        var created = await Endpoints.CreateAsync(_hub.Admin, Values("Given", secret), default);

        Assert.Equal(isWeak is null, created.Failure?.Fields?.ContainsKey("secret") ?? false);
        if (isWeak is not null)
        {
            Assert.Equal(isWeak, created.Value.Endpoint.IsSecretWeak);
        }
    }

    [Fact, Proves("W4")]
    public async Task FormerSecrets_SignForADay_TwoAtMost()
    {
        var made = await CreateAsync("Rotated");
        var secrets = new List<string> { made.Secret.Reveal() };
        for (var turn = 0; turn < 3; turn++)
        {
            secrets.Insert(0, (await Endpoints.RotateSecretAsync(_hub.Admin, made.Endpoint.Id, default)).Value.Secret.Reveal());
        }

        Assert.Equal(secrets[..3], await SigningAsync(made.Endpoint.Id));
        _hub.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(10));
        Assert.Equal(secrets[..3], await SigningAsync(made.Endpoint.Id));
        _hub.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(secrets[..1], await SigningAsync(made.Endpoint.Id));
    }

    [Fact, Proves("I13", "T10")]
    public async Task Headers_AreKeptProtected_AndDoNotGoToAnotherAddress()
    {
        var made = (await Endpoints.CreateAsync(_hub.Admin, Values("Headers", headers: new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Team"] = "canary" }), default)).Value;
        var row = await RowAsync(made.Endpoint.Id);
        Assert.NotNull(row.HeadersCiphertext);
        Assert.DoesNotContain("canary", row.HeadersCiphertext, StringComparison.Ordinal);
        Assert.Equal(["X-Team"], made.Endpoint.HeaderNames);

        var moved = await Endpoints.UpdateAsync(_hub.Admin, made.Endpoint.Id, new WebhookEndpointValues { Url = "https://elsewhere.example/hook" }, default);

        Assert.Empty(moved.Value.HeaderNames);
        Assert.Null((await RowAsync(made.Endpoint.Id)).HeadersCiphertext);
    }

    [Fact, Proves("W8", "A7")]
    public async Task EndpointThatIsOff_IsSwitchedOn_AndReplayed_ByThoseWhoMayActOnly()
    {
        var made = await CreateAsync("Off");
        await Endpoints.SwitchAsync(_hub.Admin, made.Endpoint.Id, on: false, default);
        var reader = _hub.Admin with { Scopes = TokenScopes.Read | TokenScopes.Admin };

        foreach (var caller in new[] { reader, _hub.User })
        {
            Assert.Equal(FailureKind.Forbidden, (await Endpoints.SwitchAsync(caller, made.Endpoint.Id, on: true, default)).Failure?.Kind);
            Assert.Equal(FailureKind.Forbidden, (await _hub.Get<DeliveryService>().ReplayAsync(caller, new ReplayRequest { EndpointId = made.Endpoint.Id }, default)).Failure?.Kind);
        }

        Assert.False((await RowAsync(made.Endpoint.Id)).IsActive);
        Assert.True((await Endpoints.SwitchAsync(_hub.Admin, made.Endpoint.Id, on: true, default)).Value.IsActive);
    }

    private static WebhookEndpointValues Values(string name, string? secret = null, IReadOnlyDictionary<string, string>? headers = null) =>
        new() { Name = name, Url = "https://ops.example/hook", Events = [EventTypes.SyncFailed], Secret = secret, Headers = headers };

    private async Task<CreatedWebhookEndpoint> CreateAsync(string name) => (await Endpoints.CreateAsync(_hub.Admin, Values(name), default)).Value;

    private Task<WebhookEndpoint> RowAsync(Guid id) => _hub.WithDatabaseAsync(db => db.WebhookEndpoints.AsNoTracking().SingleAsync(e => e.Id == id));

    private async Task<List<string>> SigningAsync(Guid id) =>
        [.. _hub.Get<WebhookSecrets>().Open(await RowAsync(id)).Signing(_hub.Clock.GetUtcNow()).Select(secret => secret.Reveal())];
}
