using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integrations.Testing.Kill;

/// <summary>The receiver of all endpoints. It lives in the process that kills, so it remembers everything.</summary>
internal sealed class Receipts : IAsyncDisposable
{
    private const int SlowestAnswerMs = 40;
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Receipt> _all = [];

    private Receipts(WebApplication app) => _app = app;

    public IReadOnlyCollection<Receipt> All => _all;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<Receipts> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receipts = new Receipts(app);
        app.MapPost("/{endpoint}", receipts.ReceiveAsync);
        await app.StartAsync();
        return receipts;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [SuppressMessage("Security", "CA5394", Justification = "An answer's delay is no secret.")]
    private async Task ReceiveAsync(HttpContext http, string endpoint)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        _all.Enqueue(new Receipt(endpoint, http.Request.Headers["webhook-id"].ToString(), Convert.ToHexString(SHA256.HashData(body.ToArray()))));

        // Answers take their time, so that kills find deliveries on their way.
        await Task.Delay(Random.Shared.Next(SlowestAnswerMs), http.RequestAborted);
    }
}
