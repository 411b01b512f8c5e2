using Integrations.Core.Webhooks;

namespace Integrations.Tests.Webhooks;

public sealed class DeliveryPolicyTests
{
    [Fact, Proves("R1")]
    public void Schedule_IsTheDocumentedOne()
    {
        Assert.Equal(10, DeliveryPolicy.MaxAttempts);
        Assert.Equal(
            [
                TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20),
                TimeSpan.FromHours(24),
            ],
            DeliveryPolicy.Schedule);
        Assert.Equal(new TimeSpan(75, 35, 5), DeliveryPolicy.Schedule.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait));
    }

    [Fact, Proves("R1")]
    public void Jitter_StaysWithinAFifth_OverAThousandSeeds()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var random = new Random(seed);
            for (var attempt = 1; attempt < DeliveryPolicy.MaxAttempts; attempt++)
            {
                var decision = DeliveryPolicy.Decide(new AttemptOutcome(500), attempt, random.NextDouble());
                var share = Assert.IsType<DeliveryDecision.Retry>(decision).After / DeliveryPolicy.Schedule[attempt - 1];
                Assert.InRange(share, 0.8, 1.2);
            }
        }
    }

    [Theory, Proves("R3")]
    [InlineData(200), InlineData(201), InlineData(204), InlineData(299)]
    public void TwoHundreds_AreSuccess(int status) => Assert.IsType<DeliveryDecision.Succeed>(DeliveryPolicy.Decide(new AttemptOutcome(status), 1, 0.5));

    [Fact, Proves("R3")]
    public void EveryOtherStatus_IsRetried_But410()
    {
        for (var status = 100; status < 600; status++)
        {
            var decision = DeliveryPolicy.Decide(new AttemptOutcome(status), 1, 0.5);
            if (status is >= 200 and < 300)
            {
                Assert.IsType<DeliveryDecision.Succeed>(decision);
            }
            else if (status == 410)
            {
                Assert.True(Assert.IsType<DeliveryDecision.GiveUp>(decision).DisableEndpoint);
            }
            else
            {
                Assert.IsType<DeliveryDecision.Retry>(decision);
            }
        }
    }

    [Fact, Proves("R3")]
    public void ForbiddenAddress_IsADeadLetterAtOnce() =>
        Assert.IsType<DeliveryDecision.GiveUp>(DeliveryPolicy.Decide(new AttemptOutcome(null, IsForbidden: true), 1, 0.5));

    [Theory, Proves("R4")]
    [InlineData(429), InlineData(502), InlineData(503), InlineData(504)]
    public void SlowReceivers_GetAtLeastAMinute(int status) =>
        Assert.True(Assert.IsType<DeliveryDecision.Retry>(DeliveryPolicy.Decide(new AttemptOutcome(status), 1, 0)).After >= TimeSpan.FromMinutes(1));

    [Fact, Proves("R4")]
    public void Timeout_GetsAtLeastAMinute() =>
        Assert.True(Assert.IsType<DeliveryDecision.Retry>(DeliveryPolicy.Decide(new AttemptOutcome(null, IsTimeout: true), 1, 0)).After >= TimeSpan.FromMinutes(1));

    [Theory, Proves("R4")]
    [InlineData(0, 4), InlineData(120, 120), InlineData(86_400, 86_400), InlineData(800_000, 86_400)]
    public void RetryAfter_IsTheLaterOfBoth_AtMostADay(int askedSeconds, int waitSeconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(waitSeconds),
            Assert.IsType<DeliveryDecision.Retry>(DeliveryPolicy.Decide(new AttemptOutcome(500, RetryAfter: TimeSpan.FromSeconds(askedSeconds)), 1, 0)).After);

    [Fact, Proves("R7")]
    public void AfterTheLastAttempt_ItIsADeadLetter() =>
        Assert.IsType<DeliveryDecision.GiveUp>(DeliveryPolicy.Decide(new AttemptOutcome(500), DeliveryPolicy.MaxAttempts, 0.5));

    [Fact, Proves("R5")]
    public void Breaker_OpensAtSeventyPercentOfTen_Doubles_AndClosesOnASuccess()
    {
        var now = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
        var endpoint = Endpoint();
        for (var attempt = 0; attempt < 10; attempt++)
        {
            Assert.Null(endpoint.BreakerOpenUntil);
            EndpointHealth.Record(endpoint, success: attempt < 3, now);
        }

        Assert.Equal(now + TimeSpan.FromSeconds(30), endpoint.BreakerOpenUntil);
        var pauses = new List<double>();
        for (var probe = 0; probe < 8; probe++)
        {
            now = endpoint.BreakerOpenUntil!.Value;
            EndpointHealth.Record(endpoint, success: false, now);
            pauses.Add((endpoint.BreakerOpenUntil.Value - now).TotalSeconds);
        }

        Assert.Equal([60, 120, 240, 480, 600, 600, 600, 600], pauses);
        EndpointHealth.Record(endpoint, success: true, endpoint.BreakerOpenUntil!.Value);
        Assert.Null(endpoint.BreakerOpenUntil);
    }

    [Theory, Proves("R5")]
    [InlineData(4, 0, false)]
    [InlineData(3, 0, true)]
    [InlineData(0, 6, false)]
    public void Breaker_StaysClosed_WithFewerFailures_OrOnesOfEarlierMinutes(int successes, int minutesBeforeTheLast, bool opens)
    {
        var now = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
        var endpoint = Endpoint();
        for (var attempt = 0; attempt < 10; attempt++)
        {
            EndpointHealth.Record(endpoint, success: attempt < successes, attempt < 9 ? now : now.AddMinutes(minutesBeforeTheLast));
        }

        Assert.Equal(opens, endpoint.BreakerOpenUntil is not null);
    }

    [Fact, Proves("R6")]
    public void FewFailures_OrASuccessBetween_DisableNothing_HoweverLong()
    {
        var start = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        var (few, interrupted) = (Endpoint(), Endpoint());
        for (var failure = 0; failure < 9; failure++)
        {
            EndpointHealth.Record(few, success: false, start.AddHours(failure * 20));
        }

        for (var hour = 0; hour <= 240; hour += 10)
        {
            EndpointHealth.Record(interrupted, success: hour is 110 or 220, start.AddHours(hour));
        }

        Assert.True(few.IsActive && interrupted.IsActive);
        Assert.Equal((start, start.AddHours(230)), (few.FailingSince, interrupted.FailingSince));
        Assert.Equal(EndpointHealth.Notice.Disabled, EndpointHealth.Record(few, success: false, start.AddHours(180)));
    }

    [Fact, Proves("R6")]
    public void NoSuccessFor120Hours_DisablesAndTellsTwice()
    {
        var start = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        var endpoint = Endpoint();
        var notices = new List<EndpointHealth.Notice>();
        for (var hour = 0; hour <= 120; hour += 10)
        {
            notices.Add(EndpointHealth.Record(endpoint, success: false, start.AddHours(hour)));
        }

        Assert.Equal(1, notices.Count(n => n == EndpointHealth.Notice.HalfTime));
        Assert.Equal(EndpointHealth.Notice.Disabled, notices[^1]);
        Assert.False(endpoint.IsActive);
        Assert.NotNull(endpoint.DisabledReason);
    }

    private static WebhookEndpoint Endpoint() => new() { Name = "x", Url = "https://x.test", SecretCiphertext = "", SecretHint = "" };
}
