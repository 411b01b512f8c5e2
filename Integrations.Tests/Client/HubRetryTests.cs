using System.Net;
using Integrations.Client;
using Integrations.Client.Models;
using Integrations.Core.Permissions;
using Integrations.Web.Hosting.Limits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Client;

/// <summary>What the client tries again, when, and how often.</summary>
[Collection(ClientCollection.Name)]
public sealed class HubRetryTests(ClientHub hub)
{
    [Fact]
    public async Task HubThatLimits_IsAskedAgainAfterTheWaitThatItNamed()
    {
        var clock = new InstantClock();
        var (id, secret) = await hub.KeyAsync(TokenScopes.Read);
        await using var program = hub.Program(
            options => (options.ClientId, options.ClientSecret, options.Timeout) = (id, secret, Timeout.InfiniteTimeSpan), services => services.AddSingleton<TimeProvider>(clock));
        var client = program.GetRequiredService<IntegrationsHub>();
        var limits = hub.Hub.Get<IOptions<RateLimitOptions>>().Value;
        try
        {
            limits.Integration = 1;
            Assert.True((await client.Own.GetCallerAsync()).IsSuccess);
            var waited = new List<int>();
            clock.Meanwhile = () =>
            {
                waited.Add(limits.Integration);
                limits.Integration = 1_000_000;
            };

            var answer = await client.Own.GetCallerAsync();

            Assert.True(answer.IsSuccess, answer.ToString());
            Assert.Equal([1], waited);
            Assert.InRange(Assert.Single(clock.Waits), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(90));
        }
        finally
        {
            limits.Integration = 1_000_000;
        }
    }

    [Fact]
    public async Task HubThatGoesOnLimiting_IsAnErrorWithTheWait()
    {
        var clock = new InstantClock();
        var (id, secret) = await hub.KeyAsync(TokenScopes.Read);
        await using var program = hub.Program(
            options => (options.ClientId, options.ClientSecret, options.Timeout, options.Retries) = (id, secret, Timeout.InfiniteTimeSpan, 2), services => services.AddSingleton<TimeProvider>(clock));
        var client = program.GetRequiredService<IntegrationsHub>();
        var limits = hub.Hub.Get<IOptions<RateLimitOptions>>().Value;
        try
        {
            limits.Integration = 1;
            Assert.True((await client.Own.GetCallerAsync()).IsSuccess);

            var refused = (await client.Own.GetCallerAsync()).Error!;

            Assert.Equal((HubErrorKind.RateLimited, "RATE_LIMIT_EXCEEDED", HttpStatusCode.TooManyRequests), (refused.Kind, refused.Code, refused.Status));
            Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(90));
            Assert.Equal(2, clock.Waits.Count);
        }
        finally
        {
            limits.Integration = 1_000_000;
        }
    }

    [Theory]
    [InlineData("GET", false, 4)]
    [InlineData("PUT", false, 4)]
    [InlineData("DELETE", false, 4)]
    [InlineData("POST", false, 1)]
    [InlineData("PATCH", false, 1)]
    [InlineData("POST", true, 4)]
    [InlineData("PATCH", true, 4)]
    public async Task OnlyWhatCanBeRepeated_IsTriedAgain(string method, bool withKey, int tries)
    {
        var (fake, clock) = (new FakeHub(), new InstantClock());
        using (fake)
        {
            await using var program = fake.Program(clock);
            fake.Answer = _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Headers = { RetryAfter = new(TimeSpan.FromSeconds(7)) } });
            var (api, call) = (program.GetRequiredService<IntegrationsHub>(), withKey ? HubCall.Once() : null);

            HubResult result = method switch
            {
                "GET" => await api.Platform.GetInstanceAsync("a", call),
                "PUT" => await api.Company.UpdateIntegrationAsync("a", new UpdateCompanyIntegration(), call: call),
                "DELETE" => await api.Platform.DeleteInstanceAsync("a", call),
                "POST" => await api.Platform.CreateInstanceAsync(new CreateInstanceRequest { IntegrationId = "github", Name = "A" }, call),
                _ => await api.Platform.UpdateInstanceAsync("a", new PatchInstanceRequest(), call: call),
            };

            Assert.Equal((HubErrorKind.Unavailable, TimeSpan.FromSeconds(7)), (result.Error!.Kind, result.Error.RetryAfter));
            Assert.Equal(tries, fake.Calls.Count(each => each.Route.StartsWith(method, StringComparison.Ordinal) && each.Authorization is not null));
            Assert.All(clock.Waits, wait => Assert.Equal(TimeSpan.FromSeconds(7), wait));
        }
    }

    [Theory]
    [InlineData("GET", 4)]
    [InlineData("PUT", 1)]
    [InlineData("DELETE", 1)]
    [InlineData("POST", 1)]
    public async Task CallsToAVendor_AreTriedAgainWhereTheyRead(string method, int tries)
    {
        var (fake, clock) = (new FakeHub(), new InstantClock());
        using (fake)
        {
            await using var program = fake.Program(clock);
            using var vendor = program.GetRequiredService<IHttpClientFactory>().CreateClient("github");
            fake.Answer = _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new(TimeSpan.FromSeconds(1)) } });

            using var request = new HttpRequestMessage(new HttpMethod(method), "user/repos");
            using var answer = await vendor.SendAsync(request);

            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.Equal(tries, fake.Calls.Count(each => each.Route == $"{method} /below/api/proxy/00000000-0000-0000-0000-000000000000/user/repos"));
        }
    }

    [Fact]
    public async Task WaitThatIsTooLong_IsNotWaitedFor()
    {
        var (fake, clock) = (new FakeHub(), new InstantClock());
        using (fake)
        {
            await using var program = fake.Program(clock);
            fake.Answer = _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new(TimeSpan.FromSeconds(91)) } });

            Assert.Equal(TimeSpan.FromSeconds(91), (await program.GetRequiredService<IntegrationsHub>().Platform.GetInstanceAsync("a")).Error?.RetryAfter);
            Assert.Empty(clock.Waits);
        }
    }

    [Fact]
    public async Task NoAnswerInTime_IsAnError()
    {
        using var fake = new FakeHub();
        await using var program = fake.Program(new InstantClock(), options => (options.Token, options.ClientId, options.ClientSecret, options.Timeout) = ("itg_x", null, null, TimeSpan.FromSeconds(5)));
        var never = new TaskCompletionSource<HttpResponseMessage>();
        fake.Answer = _ => never.Task;

        var late = (await program.GetRequiredService<IntegrationsHub>().Platform.GetInstanceAsync("a")).Error!;

        Assert.Equal((HubErrorKind.TimedOut, "hub.timeout", null), (late.Kind, late.Code, late.Status));
    }

    [Fact]
    public async Task CallersOwnEnd_IsACancellation()
    {
        using var fake = new FakeHub();
        await using var program = fake.Program();
        var never = new TaskCompletionSource<HttpResponseMessage>();
        fake.Answer = _ => never.Task;
        using var end = new CancellationTokenSource();

        var call = program.GetRequiredService<IntegrationsHub>().Platform.GetInstanceAsync("a", cancellationToken: end.Token);
        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }
}
