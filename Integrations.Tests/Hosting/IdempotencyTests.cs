using System.Text;
using Integrations.Core.Identity;
using Integrations.Core.Permissions;
using Integrations.Tests.Identity;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integrations.Tests.Hosting;

public sealed class IdempotencyTests : IAsyncLifetime
{
    private CoreHub _hub = null!;
    private int _effects;

    public async ValueTask InitializeAsync() => _hub = await AccessHub.StartAsync();

    [Fact, Proves("RI1")]
    public async Task HundredConcurrentCallsWithOneKey_HaveOneEffect()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => SendAsync("k", "{}")));

        Assert.Equal(1, _effects);
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 201, 409 }));
        var again = await SendAsync("k", "{}");
        Assert.Equal((201, "made 1"), (again.Status, again.Body));
        Assert.True(again.IsReplayed);
        Assert.Equal("/things/1", again.Location);
    }

    [Fact, Proves("RI1")]
    public async Task OtherBody_Answers422_OtherCallersKey_IsAnotherKey()
    {
        await SendAsync("k", "{}");
        Assert.Equal(422, (await SendAsync("k", "{\"other\":1}")).Status);
        Assert.Equal("made 2", (await SendAsync("k", "{}", caller: _hub.User)).Body);
    }

    [Fact, Proves("RI1")]
    public async Task ServerFault_IsNotKept_AnOrdinaryRefusalIs()
    {
        Assert.Equal(503, (await SendAsync("k", "{}", status: 503)).Status);
        Assert.Equal(409, (await SendAsync("k", "{}", status: 409)).Status);
        Assert.True((await SendAsync("k", "{}")) is { Status: 409, IsReplayed: true });

        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync("thrown", "{}", status: 0));
        Assert.Equal(201, (await SendAsync("thrown", "{}")).Status);
    }

    [Theory, Proves("RI1")]
    [InlineData("", 400)]
    [InlineData(null, 201)]
    public async Task EmptyKey_IsRefused_NoKey_IsNoIdempotency(string? key, int status) => Assert.Equal(status, (await SendAsync(key, "{}")).Status);

    [Fact, Proves("RI1")]
    public async Task KeyOf300Characters_IsRefused() => Assert.Equal(400, (await SendAsync(new string('k', 300), "{}")).Status);

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private async Task<Answer> SendAsync(string? key, string body, int status = 201, Caller? caller = null)
    {
        var context = new DefaultHttpContext
        {
            User = HubClaims.ForToken(caller ?? _hub.Admin),
            Request = { Method = "POST", Path = "/api/things", Body = new MemoryStream(Encoding.UTF8.GetBytes(body)) },
            Response = { Body = new MemoryStream() },
            RequestServices = new ServiceCollection().BuildServiceProvider(),
        };
        if (key is not null)
        {
            context.Request.Headers[Idempotency.Header] = key;
        }

        await new Idempotency(DoAsync, _hub.Get<IdempotencyStore>(), NullLogger<Idempotency>.Instance).InvokeAsync(context);
        context.Response.Body.Position = 0;
        using var reader = new StreamReader(context.Response.Body);
        return new Answer(
            context.Response.StatusCode, await reader.ReadToEndAsync(), context.Response.Headers.Location, context.Response.Headers.ContainsKey(Idempotency.ReplayedHeader));

        async Task DoAsync(HttpContext http)
        {
            if (status == 0)
            {
                throw new InvalidOperationException("a bug");
            }

            var made = status == 201 ? Interlocked.Increment(ref _effects) : 0;
            http.Response.StatusCode = status;
            http.Response.Headers.Location = $"/things/{made}";
            await http.Response.WriteAsync($"made {made}");
        }
    }

    private sealed record Answer(int Status, string Body, string? Location, bool IsReplayed);
}
