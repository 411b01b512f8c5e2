using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Integrations.Core.Demo;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Hosting;

/// <summary>Each kind of thing that can hang, and what ends the wait for it.</summary>
public sealed class DeadlineTests(PostgresServer postgres)
{
    [Theory, Proves("V5")]
    [InlineData("/api/tenant/integrations", """{"error":{"code":"REQUEST_TIMEOUT","message":"*","details":{"reason":"request.timeout"},"requestId":"r"}}""")]
    [InlineData("/api/v1/integrations", """{"success":false,"message":"*"}""")]
    [InlineData("/v1/integrations", """{"success":false,"error":{"code":"request.timeout","message":"*"}}""")]
    [InlineData("/api/auth/integrations/x", """{"success":false,"message":"*"}""")]
    [InlineData("/api/integrations/x/entities/y", """{"success":false,"error":"*"}""")]
    public async Task RequestThatHangs_IsEndedAfter30Seconds_InTheSurfacesShape(string address, string shape)
    {
        var clock = new MovableClock();
        using var body = new MemoryStream();
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var context = new DefaultHttpContext { Request = { Path = address, Method = "GET" }, Response = { Body = body }, TraceIdentifier = "r", RequestServices = services };
        var deadline = new RequestDeadline(c => Task.Delay(Timeout.InfiniteTimeSpan, c.RequestAborted), Options.Create(new RequestOptions()), clock);

        var asked = deadline.InvokeAsync(context);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(asked.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        var expired = await Assert.ThrowsAsync<RequestExpiredException>(() => asked);
        await ApiErrors.WriteAsync(context, ApiFaults.ErrorOf(expired));
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, context.Response.StatusCode);
        Assert.Equal("5", context.Response.Headers.RetryAfter);
        Assert.Equal(shape.Replace("*", expired.Failure.Message, StringComparison.Ordinal), System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    [Theory, Proves("V5")]
    [InlineData("/integrations")]
    [InlineData("/_blazor")]
    [InlineData("/activity/export/csv")]
    public async Task PagesCircuitsAndExports_HaveNoDeadlineOfRequests(string address)
    {
        var clock = new MovableClock();
        var end = new TaskCompletionSource();
        var deadline = new RequestDeadline(c => end.Task.WaitAsync(c.RequestAborted), Options.Create(new RequestOptions()), clock);

        var asked = deadline.InvokeAsync(new DefaultHttpContext { Request = { Path = address, Method = "GET" } });
        clock.Advance(TimeSpan.FromHours(1));

        end.SetResult();
        await asked;
    }

    [Fact, Proves("V5")]
    public async Task HubWhoseInsidesHang_AnswersItsCallers_AndServesTheNext()
    {
        var hanging = new HangingCounter();
        await using var hub = new HubApp().With("Requests:Deadline", "00:00:03").Serving(services => services.AddSingleton<IRateCounter>(hanging));
        using var client = hub.Anonymous();
        var token = await hub.Services.GetRequiredService<AccessTokens>().ForPasswordAsync("admin@acme.test", DemoOptions.DefaultPassword, code: null, new SignInOrigin(null, null), default);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Value.Token.Reveal());

        hanging.IsHung = true;
        using (var answer = await client.GetAsync(new Uri("/api/tenant/integrations", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.NotEmpty(answer.Headers.GetValues("X-Request-Id"));
            Assert.Equal("REQUEST_TIMEOUT", JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("error").GetProperty("code").GetString());
        }

        hanging.IsHung = false;
        // A busy machine may need more than three seconds for the first list.
        await Eventually.ValueAsync(
            async () =>
            {
                using var next = await client.GetAsync(new Uri("/api/tenant/integrations", UriKind.Relative));
                return next.StatusCode;
            },
            status => status == HttpStatusCode.OK);
    }

    [Fact, Proves("V5")]
    public async Task StatementThatHangs_EndsByItsOwnLimit_OfFiveSeconds()
    {
        await using var hub = new HubApp().With("Database:Provider", "Postgres").With("ConnectionStrings:Integrations", await postgres.CreateHubDatabaseAsync()).With("Database:CommandTimeout", "00:00:05");
        using var client = hub.Anonymous();
        await using var db = await hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();

        var ended = await Assert.ThrowsAnyAsync<Exception>(() => db.Database.ExecuteSqlAsync($"SELECT pg_sleep(3600)"));

        Assert.Equal(5, db.Database.GetCommandTimeout());
        // To a caller it is a database that does not answer now.
        Assert.Equal(StatusCodes.Status503ServiceUnavailable, ApiFaults.ErrorOf(ended).Status);
    }

    [Fact, Proves("V5")]
    public async Task StatementsOfBothDatabases_HaveFiveSeconds_AndLongWorkHasMore()
    {
        await using var hub = await CoreHub.StartAsync();
        await hub.WithDatabaseAsync(db =>
        {
            Assert.Equal(5, db.Database.GetCommandTimeout());
            Assert.True(db.ForLongWork().Database.GetCommandTimeout() > 60);
            return Task.FromResult(true);
        });
    }

    [Fact, Proves("V5")]
    public async Task Passwords_AreHashedOnHalfTheCores_AndWhoWouldWaitLongIsAskedToComeAgain()
    {
        var clock = new MovableClock();
        using var hasher = new SlowHasher();
        using var work = new PasswordWork(hasher, clock);
        var user = new User { DisplayName = "" };

        var begun = Enumerable.Range(0, PasswordWork.SideBySide + 3).Select(_ => work.HashAsync(user, "a long password", default)).ToList();
        await Eventually.ValueAsync(() => Task.FromResult(hasher.AtWork), count => count == PasswordWork.SideBySide);
        clock.Advance(PasswordWork.Patience);
        // They wait for a turn that does not come.
        var refused = await Task.WhenAll(begun.Skip(PasswordWork.SideBySide));
        hasher.Finish();
        var hashed = await Task.WhenAll(begun.Take(PasswordWork.SideBySide));

        Assert.Equal(Math.Max(1, Environment.ProcessorCount / 2), hasher.Most);
        Assert.All(hashed, result => Assert.True(result.IsSuccess));
        Assert.All(refused, result => Assert.Equal(StatusCodes.Status429TooManyRequests, ApiError.From(result.Failure!).Status));
    }

    /// <summary>Counts requests, until it hangs as a database or a lock might.</summary>
    private sealed class HangingCounter : IRateCounter
    {
        public bool IsHung { get; set; }

        public async ValueTask<RateVerdict> TakeAsync(string key, int limit, CancellationToken cancellationToken)
        {
            if (IsHung)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return new RateVerdict(true, limit, limit, DateTimeOffset.UtcNow);
        }
    }

    /// <summary>Hashing that takes until it is told to finish.</summary>
    private sealed class SlowHasher : IPasswordHasher<User>, IDisposable
    {
        private readonly ManualResetEventSlim _finish = new();
        private int _atWork;
        private int _most;

        public int AtWork => Volatile.Read(ref _atWork);

        public int Most => _most;

        public void Finish() => _finish.Set();

        public string HashPassword(User user, string password)
        {
            var now = Interlocked.Increment(ref _atWork);
            InterlockedMax(ref _most, now);
            _finish.Wait();
            Interlocked.Decrement(ref _atWork);
            return "hash";
        }

        public PasswordVerificationResult VerifyHashedPassword(User user, string hashedPassword, string providedPassword) => PasswordVerificationResult.Failed;

        public void Dispose() => _finish.Dispose();

        private static void InterlockedMax(ref int target, int value)
        {
            for (var seen = Volatile.Read(ref target); seen < value; seen = Volatile.Read(ref target))
            {
                Interlocked.CompareExchange(ref target, value, seen);
            }
        }
    }
}
