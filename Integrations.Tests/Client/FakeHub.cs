using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Integrations.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Client;

/// <summary>Answers in the place of a hub, where a test wants answers that a real one gives seldom.</summary>
internal sealed class FakeHub : HttpMessageHandler
{
    public const string SecretText = "its_canary-of-the-client-0123456789";

    public ConcurrentQueue<(string Route, AuthenticationHeaderValue? Authorization)> Calls { get; } = [];

    /// <summary>Answers by method and path; 200 with an empty object unless told otherwise.</summary>
    public Func<HttpRequestMessage, Task<HttpResponseMessage>> Answer { get; set; } = _ => Task.FromResult(Json(HttpStatusCode.OK, "{}"));

    /// <summary>The text of the tokens that it gives, one after the other.</summary>
    public Func<int, Task<HttpResponseMessage>> GiveToken { get; set; } = number => Task.FromResult(Json(HttpStatusCode.OK, $$"""{"accessToken":"token-{{number}}","tokenType":"Bearer","expiresIn":100}"""));

    public int TokensAsked { get; private set; }

    public static HttpResponseMessage Json(HttpStatusCode status, string text) => new(status) { Content = new StringContent(text, new MediaTypeHeaderValue("application/json")) };

    /// <summary>A program that takes this for the hub.</summary>
    public ServiceProvider Program(TimeProvider? clock = null, Action<IntegrationsHubOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(clock ?? TimeProvider.System);
        services.AddIntegrationsHub(options =>
        {
            (options.Address, options.ClientId, options.ClientSecret, options.Timeout) = (new Uri("https://hub.test/below"), "itc_1", SecretText, Timeout.InfiniteTimeSpan);
            configure?.Invoke(options);
        }).ConfigurePrimaryHttpMessageHandler(() => this);
        services.AddHttpClient(IntegrationsHubRegistration.SignInClient).ConfigurePrimaryHttpMessageHandler(() => this);
        services.AddHubConnection("github", Guid.Empty).ConfigurePrimaryHttpMessageHandler(() => this);
        return services.BuildServiceProvider();
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Calls.Enqueue(($"{request.Method} {request.RequestUri!.PathAndQuery}", request.Headers.Authorization));
        return request.RequestUri.AbsolutePath is "/below/api/auth/token" or "/below/oauth/token" && request.Headers.Authorization is null ? GiveToken(++TokensAsked) : Answer(request).WaitAsync(cancellationToken);
    }
}
