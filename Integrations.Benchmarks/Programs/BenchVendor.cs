using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integrations.Benchmarks.Programs;

/// <summary>A vendor in GitHub's place: an account, an answer after 50 ms, a made issue, and a body of 100 MB.</summary>
internal sealed class BenchVendor : IAsyncDisposable
{
    public const string Slow = "slow";
    public const string Large = "large";
    public const int LargeBytes = 100 * 1024 * 1024;

    private const string Host = "/api.github.com";
    private static readonly TimeSpan AnswersAfter = TimeSpan.FromMilliseconds(50);

    private readonly WebApplication _app;

    private BenchVendor(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>As <c>Providers:github:BaseUrl</c> takes it.</summary>
    public string Gateway => $"{Address.GetLeftPart(UriPartial.Authority)}/{{host}}";

    public Uri At(string path) => new(Address, $"{Host}/{path}");

    public static async Task<BenchVendor> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapGet($"{Host}/user", () => Results.Text("""{"id":1,"login":"bench","name":"Bench"}""", "application/json"));
        app.MapGet($"{Host}/user/orgs", () => Results.Text("[]", "application/json"));
        app.MapGet($"{Host}/{Slow}", async (CancellationToken cancellationToken) =>
        {
            await Task.Delay(AnswersAfter, cancellationToken);
            return Results.Text("""{"answer":"after 50 ms"}""", "application/json");
        });
        app.MapGet($"{Host}/{Large}", SendLargeAsync);
        app.MapPost($"{Host}/repos/acme/roadmap/issues", async (CancellationToken cancellationToken) =>
        {
            await Task.Delay(AnswersAfter, cancellationToken);
            return Results.Text(
                """{"id":7,"number":7,"title":"Made","state":"open","html_url":"https://github.com/acme/roadmap/issues/7","url":"https://api.github.com/repos/acme/roadmap/issues/7","created_at":"2026-11-01T00:00:00Z","updated_at":"2026-11-01T00:00:00Z"}""",
                "application/json", statusCode: StatusCodes.Status201Created);
        });
        await app.StartAsync();
        return new BenchVendor(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task SendLargeAsync(HttpContext context)
    {
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = LargeBytes;
        var part = new byte[64 * 1024];
        for (var sent = 0; sent < LargeBytes; sent += part.Length)
        {
            await context.Response.Body.WriteAsync(part, context.RequestAborted);
        }
    }
}
