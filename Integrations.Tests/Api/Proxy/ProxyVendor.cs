using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integrations.Tests.Api.Proxy;

/// <summary>A vendor whose answers each test chooses, behind a gateway that stands for all of GitHub's hosts.</summary>
internal sealed class ProxyVendor : IAsyncDisposable
{
    /// <summary>Sent as Accept-Language by the tests' clients: tells calls that were passed on from those that the hub makes for itself.</summary>
    public const string Mark = "x-passed";

    private const string Start = "/api.github.com";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new(StringComparer.Ordinal);

    private ProxyVendor(WebApplication app) => _app = app;

    public ConcurrentQueue<Received> Calls { get; } = [];

    /// <summary>As <c>Providers:github:BaseUrl</c> takes it.</summary>
    public string Gateway => $"{_app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()}/{{host}}";

    public static async Task<ProxyVendor> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        var vendor = new ProxyVendor(app);
        app.Run(vendor.AnswerAsync);
        await app.StartAsync();
        return vendor;
    }

    /// <summary>What is answered at a path from now on.</summary>
    public void Answers(string path, RequestDelegate answer) => _answers[path] = answer;

    public void Answers(string path, int status, string body, string? contentType = "application/json", params (string Name, string Value)[] headers) => Answers(path, context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers.Append(name, value);
        }

        return body.Length == 0 ? Task.CompletedTask : context.Response.WriteAsync(body);
    });

    /// <summary>Calls that were passed on.</summary>
    public IReadOnlyList<Received> Passed => [.. Calls.Where(call => call.Headers.GetValueOrDefault("Accept-Language")?.Contains(Mark, StringComparison.Ordinal) == true)];

    public IReadOnlyList<Received> At(string path) => [.. Passed.Where(call => call.Path == path)];

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.Value!.StartsWith(Start, StringComparison.Ordinal) ? request.Path.Value[Start.Length..] : request.Path.Value;
        Calls.Enqueue(new Received(request.Method, path, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        if (_answers.TryGetValue(path, out var answer))
        {
            return answer(context);
        }

        context.Response.ContentType = "application/json";
        return path switch
        {
            "/user" => context.Response.WriteAsync("""{"id":7,"login":"ada","name":"Ada"}"""),
            "/user/repos" => context.Response.WriteAsync("""[{"full_name":"ada/app","owner":{"login":"ada"}}]"""),
            _ => NotFound(context),
        };
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteAsync("""{"message":"Not Found"}""");
    }

    internal sealed record Received(string Method, string Path, string Target, IReadOnlyDictionary<string, string> Headers);
}
