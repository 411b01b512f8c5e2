using System.Net;
using System.Net.Sockets;
using Integrations.Connectors.Http;
using Integrations.Core.Events;
using Integrations.Core.Webhooks;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Webhooks;

/// <summary>An address is looked at when it is saved, and judged when it is called.</summary>
public sealed class ReboundReceiverTests : IAsyncLifetime
{
    private readonly Names _names = new();
    private CoreHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await CoreHub.StartAsync(services => services.AddSingleton<INameResolver>(_names));

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact, Proves("W6")]
    public async Task AddressThatLeadsInsideAfterItWasSaved_IsRefusedAtTheAttempt()
    {
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        var port = ((IPEndPoint)trap.LocalEndpoint).Port;
        var created = await SaveAsync($"https://hooks.example.org:{port}/in");
        Assert.True(created.IsSuccess, created.Failure?.ToString());

        _names.Address = IPAddress.Loopback;
        var dead = await AttemptAsync(created.Value.Endpoint.Id);

        Assert.Equal((DeliveryStatus.Dead, (int?)null), (dead.Status, dead.LastStatusCode));
        Assert.Equal(1, _names.Asked);
        Assert.False(trap.Pending());
    }

    [Fact, Proves("W6")]
    public async Task AddressThatIsForbiddenByItsText_IsRefusedAtSave_AndOneSavedUnderOlderRulesAtTheAttempt()
    {
        Assert.False((await SaveAsync("https://127.0.0.1/in")).IsSuccess);
        var created = await SaveAsync("https://hooks.example.org/in");
        await _hub.WithDatabaseAsync(db => db.WebhookEndpoints.Where(e => e.Id == created.Value.Endpoint.Id).ExecuteUpdateAsync(set => set.SetProperty(e => e.Url, "http://169.254.169.254/latest/meta-data/")));

        var dead = await AttemptAsync(created.Value.Endpoint.Id);

        Assert.Equal(DeliveryStatus.Dead, dead.Status);
        Assert.Equal(0, _names.Asked);
    }

    private Task<Integrations.Primitives.Result<CreatedWebhookEndpoint>> SaveAsync(string url) => _hub.Get<WebhookEndpointService>().CreateAsync(
        _hub.Admin, new WebhookEndpointValues { Name = $"hook {Guid.NewGuid():N}", Url = url, Events = [EventTypes.LinkCreated] }, default);

    private async Task<WebhookDelivery> AttemptAsync(Guid endpoint)
    {
        Assert.True((await _hub.Get<WebhookEndpointService>().SendTestAsync(_hub.Admin, endpoint, default)).IsSuccess);
        var found = await Eventually.ValueAsync(
            () => _hub.WithDatabaseAsync(db => db.WebhookDeliveries.AsNoTracking().FirstOrDefaultAsync(d => d.EndpointId == endpoint && d.Attempts > 0)), delivery => delivery is not null);
        return found!;
    }

    private sealed class Names : INameResolver
    {
        private int _asked;

        public IPAddress Address { get; set; } = IPAddress.Parse("93.184.216.34");

        public int Asked => Volatile.Read(ref _asked);

        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            return Task.FromResult<IPAddress[]>([Address]);
        }
    }
}
